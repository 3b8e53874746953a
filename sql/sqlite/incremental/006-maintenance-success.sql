-- The store relies on: when each task last succeeded (first began, until there is a success), and how the newest run that ended did: what
-- started_at, finished_at and error say is overwritten when the next run begins.
ALTER TABLE launchstack_maintenance ADD COLUMN succeeded_at INTEGER NOT NULL DEFAULT 0;

ALTER TABLE launchstack_maintenance ADD COLUMN has_failed INTEGER NOT NULL DEFAULT 0;

UPDATE launchstack_maintenance SET succeeded_at = coalesce(iif(error IS NULL, finished_at, NULL), started_at), has_failed = error IS NOT NULL;
