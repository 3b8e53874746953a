-- Takes a task that is due and that nobody alive is doing. By the database's clock alone: silos' clocks differ.
INSERT INTO launchstack_maintenance AS m (task, started_at, runner, leased_until)
VALUES ($1, now(), $2, now() + $3)
ON CONFLICT (task) DO UPDATE
SET started_at = now(), finished_at = NULL, runner = $2, leased_until = now() + $3, steps = 0, error = NULL
WHERE m.leased_until <= now() AND (m.finished_at IS NULL OR m.error IS NOT NULL OR m.started_at + $4 <= now())
RETURNING task
