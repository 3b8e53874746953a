SELECT task, started_at, finished_at, runner, steps, error FROM launchstack_maintenance ORDER BY task
