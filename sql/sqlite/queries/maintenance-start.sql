INSERT INTO launchstack_maintenance (task, started_at, runner) VALUES (?1, ?2, ?3)
ON CONFLICT (task) DO UPDATE SET started_at = excluded.started_at, finished_at = NULL, runner = excluded.runner, steps = 0, error = NULL
