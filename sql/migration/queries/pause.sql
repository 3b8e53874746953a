SELECT launchstack_migration_pause()
