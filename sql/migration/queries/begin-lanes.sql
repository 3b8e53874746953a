-- All lanes stand where the migration stands: between plans their number may change.
WITH gone AS (
    DELETE FROM launchstack_migration_lanes WHERE migration = $1 AND lane >= $2
), changed AS (
    UPDATE launchstack_migrations SET lanes = $2, finished_at = NULL WHERE migration = $1
)
INSERT INTO launchstack_migration_lanes (migration, lane, copied_until)
SELECT $1, lane, $3 FROM generate_series(0, $2 - 1) AS lane
ON CONFLICT (migration, lane) DO NOTHING
