WITH lanes AS (
    UPDATE launchstack_migration_lanes SET copied_until = greatest(copied_until, $2) WHERE migration = $1
)
UPDATE launchstack_migrations SET plan = $3, copied_until = greatest(copied_until, $2) WHERE migration = $1
