-- The migration relies on: what is noted here is changed in the transaction that writes the rows it speaks of, so a run that was killed
-- goes on exactly. Only databases that rows are migrated to have these tables.
CREATE TABLE launchstack_migrations (
    migration INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- What tells a source from others: its server, database and table by their numbers, which names do not change.
    source TEXT NOT NULL UNIQUE,
    source_table TEXT NOT NULL,
    network TEXT NOT NULL,
    -- Rows before are not copied. The row before is where the first bytes are counted from, unless it has expired as well.
    since TIMESTAMPTZ NOT NULL,
    -- Rows before count as not there; null where expired rows are kept.
    kept_since TIMESTAMPTZ,
    lanes INT NOT NULL,
    begun_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    finished_at TIMESTAMPTZ,
    -- Everything older is copied, but for what was added to the source since.
    copied_until TIMESTAMPTZ NOT NULL,
    -- The source's snapshot: rows of transactions that were over have been seen by a pass; null before the first one.
    seen TEXT,
    -- What is being copied: slices, and where the source keeps their rows; null between plans.
    plan JSONB,
    -- What passes over the source have counted.
    counted JSONB NOT NULL DEFAULT '{}',
    -- The times between which rows have been changed and aggregates not refreshed yet; empty where there are none.
    stale TSTZRANGE NOT NULL DEFAULT 'empty'
);

-- A lane copies the rows of its share of the instances, in the order of time.
CREATE TABLE launchstack_migration_lanes (
    migration INT NOT NULL REFERENCES launchstack_migrations ON DELETE CASCADE,
    lane INT NOT NULL,
    copied_until TIMESTAMPTZ NOT NULL,
    counted JSONB NOT NULL DEFAULT '{}',
    PRIMARY KEY (migration, lane)
);

-- An instance's newest counters that bytes were derived from, and the last ones before the range; null where the source has none.
CREATE TABLE launchstack_migration_counters (
    migration INT NOT NULL REFERENCES launchstack_migrations ON DELETE CASCADE,
    instance_id UUID NOT NULL,
    timestamp TIMESTAMPTZ NOT NULL,
    network_in BIGINT,
    network_out BIGINT,
    before_in BIGINT,
    before_out BIGINT,
    PRIMARY KEY (migration, instance_id)
);

-- Rows that the target had before the migration came to them: they stay as they are, whatever the source says later.
CREATE TABLE launchstack_migration_present (
    migration INT NOT NULL REFERENCES launchstack_migrations ON DELETE CASCADE,
    id UUID NOT NULL,
    PRIMARY KEY (migration, id)
);

-- Jobs of TimescaleDB that are paused until the migration ends.
CREATE TABLE launchstack_migration_paused (
    job_id INT PRIMARY KEY
);
