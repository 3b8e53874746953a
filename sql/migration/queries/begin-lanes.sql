-- Lanes of earlier runs stay, with what they have counted. All of them stand where the migration stands: between plans their number may change.
WITH changed AS (
    UPDATE launchstack_migrations SET lanes = $2, finished_at = NULL WHERE migration = $1
)
INSERT INTO launchstack_migration_lanes (migration, lane, copied_until)
SELECT $1, lane, $3 FROM generate_series(0, $2 - 1) AS lane
ON CONFLICT (migration, lane) DO NOTHING
