UPDATE launchstack_migrations SET finished_at = now() WHERE migration = $1
