-- The store relies on: every value of Lifecycle under its name in snake_case (set-up writes them all);
-- one row per maintenance task; one row per instance that was deleted and not created again.
CREATE TABLE launchstack_lifecycle (
    name TEXT PRIMARY KEY,
    value INTERVAL NOT NULL
);

CREATE TABLE launchstack_maintenance (
    task TEXT PRIMARY KEY,
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ,
    runner TEXT NOT NULL,
    -- Until then nobody else takes the task over; a runner that lives moves it on with each step.
    leased_until TIMESTAMPTZ NOT NULL,
    steps BIGINT NOT NULL DEFAULT 0,
    error TEXT
);

CREATE TABLE instance_tombstones (
    instance_id UUID PRIMARY KEY,
    deleted_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    -- When there were no rows any more but such as writers add meanwhile; null until then.
    emptied_at TIMESTAMPTZ,
    -- When the last of it was gone; null while it is being deleted.
    cleared_at TIMESTAMPTZ,
    -- When a second look, some refreshes later, found nothing either; null until then.
    purged_at TIMESTAMPTZ
);
