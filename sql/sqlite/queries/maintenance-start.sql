INSERT INTO launchstack_maintenance (task, started_at, runner, succeeded_at) VALUES (?1, ?2, ?3, ?2)
ON CONFLICT (task) DO UPDATE SET started_at = excluded.started_at, finished_at = NULL, runner = excluded.runner, steps = 0, error = NULL
