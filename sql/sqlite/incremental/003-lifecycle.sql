-- The store relies on: every value of Lifecycle in microseconds under its name in snake_case (opening writes them all); one row per
-- maintenance task; one row per instance that was deleted and not created again.
CREATE TABLE launchstack_lifecycle (
    name TEXT PRIMARY KEY NOT NULL,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE launchstack_maintenance (
    task TEXT PRIMARY KEY NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    runner TEXT NOT NULL,
    steps INTEGER NOT NULL DEFAULT 0,
    error TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE instance_tombstones (
    instance_id BLOB PRIMARY KEY NOT NULL CHECK (length(instance_id) = 16),
    deleted_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
