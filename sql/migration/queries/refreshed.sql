UPDATE launchstack_migrations SET stale = 'empty' WHERE migration = $1
