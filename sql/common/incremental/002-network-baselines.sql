-- The store relies on: one row per instance and counters, the newest reading whose bytes are in resource_usage; it moves only in
-- the transaction that writes those bytes, and goes with its instance.
CREATE TABLE network_baselines (
    instance_id UUID NOT NULL REFERENCES instances(id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    timestamp TIMESTAMPTZ NOT NULL,
    network_in BIGINT NOT NULL,
    network_out BIGINT NOT NULL,
    PRIMARY KEY (instance_id, source, started_at)
);
