-- The table that this service takes over from: one row per sample in a plain table. Ids are random.
CREATE TABLE resource_usages (
    id UUID NOT NULL DEFAULT gen_random_uuid(),
    instance_id UUID NOT NULL,
    timestamp TIMESTAMPTZ NOT NULL,
    cpu_usage FLOAT NOT NULL,
    memory_usage BIGINT NOT NULL,
    memory_limit BIGINT NOT NULL,
    memory_percentage FLOAT NOT NULL,
    disk_usage BIGINT NOT NULL DEFAULT 0,
    network_in BIGINT NOT NULL,
    network_out BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    deleted_at TIMESTAMPTZ
);
