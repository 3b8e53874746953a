DELETE FROM launchstack_migrations WHERE migration = $1
