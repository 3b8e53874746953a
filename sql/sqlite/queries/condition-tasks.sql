SELECT task, succeeded_at, has_failed FROM launchstack_maintenance ORDER BY task
