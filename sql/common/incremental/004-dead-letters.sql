-- The store relies on: one row per sample that the database refused, whatever was wrong with it: nothing here refuses a value but a second
-- letter of the same sample. Source and start are null where network numbers were bytes already, and count as equal then. Keys rise with time.
CREATE TABLE launchstack_dead_letters (
    key BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    refused_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    reason TEXT NOT NULL,
    instance_id UUID NOT NULL,
    timestamp TIMESTAMPTZ NOT NULL,
    cpu_usage DOUBLE PRECISION NOT NULL,
    memory_usage BIGINT NOT NULL,
    memory_limit BIGINT NOT NULL,
    network_in BIGINT NOT NULL,
    network_out BIGINT NOT NULL,
    source TEXT,
    started_at TIMESTAMPTZ,
    UNIQUE NULLS NOT DISTINCT (instance_id, timestamp, source, started_at)
);
