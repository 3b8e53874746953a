SELECT lane, copied_until, counted FROM launchstack_migration_lanes WHERE migration = $1 ORDER BY lane
