-- The store relies on: ids as 16 bytes in RFC 9562 order, times as microseconds since 1970 (UTC), the columns of the migration
-- guide, one row per (id, timestamp), rows and baselines that go with their instance.
CREATE TABLE instances (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE resource_usage (
    id BLOB NOT NULL CHECK (length(id) = 16),
    instance_id BLOB NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    timestamp INTEGER NOT NULL,
    cpu_usage REAL NOT NULL DEFAULT 0,
    memory_usage INTEGER NOT NULL DEFAULT 0,
    memory_limit INTEGER NOT NULL DEFAULT 0,
    network_in INTEGER NOT NULL DEFAULT 0,
    network_out INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (id, timestamp)
) STRICT, WITHOUT ROWID;

CREATE INDEX resource_usage_instance_id_timestamp_idx ON resource_usage (instance_id, timestamp DESC, id DESC);

CREATE TABLE network_baselines (
    instance_id BLOB NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    network_in INTEGER NOT NULL,
    network_out INTEGER NOT NULL,
    PRIMARY KEY (instance_id, source, started_at)
) STRICT, WITHOUT ROWID;
