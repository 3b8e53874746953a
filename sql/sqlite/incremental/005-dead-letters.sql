-- The store relies on: one row per sample that the file refused, whatever was wrong with it: nothing here refuses a value but a second letter
-- of the same sample. CPU is null where it was no number; source and start are null where network numbers were bytes already.
CREATE TABLE launchstack_dead_letters (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    refused_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    instance_id BLOB NOT NULL,
    timestamp INTEGER NOT NULL,
    cpu_usage REAL,
    memory_usage INTEGER NOT NULL,
    memory_limit INTEGER NOT NULL,
    network_in INTEGER NOT NULL,
    network_out INTEGER NOT NULL,
    source TEXT,
    started_at INTEGER
) STRICT;

-- Nulls are unequal in an index, so each gets a value that no reading has.
CREATE UNIQUE INDEX launchstack_dead_letters_sample_idx ON launchstack_dead_letters (
    instance_id, timestamp, coalesce(source, ''), coalesce(started_at, -9223372036854775808));
