-- The store relies on: the table of the migration guide, unchanged, without the hypertable; the newest rows of an instance through
-- the index (instance_id, timestamp DESC).
CREATE TABLE resource_usage (
    id UUID NOT NULL,
    instance_id UUID NOT NULL REFERENCES instances(id) ON DELETE CASCADE,
    timestamp TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    cpu_usage FLOAT NOT NULL DEFAULT 0,
    memory_usage BIGINT NOT NULL DEFAULT 0,
    memory_limit BIGINT NOT NULL DEFAULT 0,
    network_in BIGINT NOT NULL DEFAULT 0,
    network_out BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id, timestamp)
);

CREATE INDEX resource_usage_instance_id_timestamp_idx ON resource_usage (instance_id, timestamp DESC);
