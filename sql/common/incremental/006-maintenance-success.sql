-- The store relies on: when each task last succeeded, and how the newest run that ended did: what started_at, finished_at and error say is
-- overwritten when the next run begins.
ALTER TABLE launchstack_maintenance
    -- When it was first begun, until there is a success.
    ADD COLUMN succeeded_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    ADD COLUMN has_failed BOOLEAN NOT NULL DEFAULT false;

UPDATE launchstack_maintenance SET succeeded_at = coalesce(CASE WHEN error IS NULL THEN finished_at END, started_at), has_failed = error IS NOT NULL;
