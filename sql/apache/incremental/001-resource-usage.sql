-- The store relies on: the table of the migration guide, unchanged; one chunk per day under the Apache licence; the newest rows of an instance through the
-- index (instance_id, timestamp DESC). The default index on timestamp alone is left out: no query uses it.
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

SELECT create_hypertable('resource_usage', 'timestamp', chunk_time_interval => INTERVAL '1 day', create_default_indexes => FALSE);

CREATE INDEX resource_usage_instance_id_timestamp_idx ON resource_usage (instance_id, timestamp DESC);
