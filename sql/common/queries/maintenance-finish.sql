-- After an error the next attempt waits for $4, so that what waits for a lock does not come back at once.
UPDATE launchstack_maintenance
SET finished_at = now(), leased_until = now() + CASE WHEN $3::TEXT IS NULL THEN INTERVAL '0' ELSE $4 END, error = $3,
    succeeded_at = CASE WHEN $3::TEXT IS NULL THEN now() ELSE succeeded_at END, has_failed = $3::TEXT IS NOT NULL
WHERE task = $1 AND runner = $2 AND finished_at IS NULL
RETURNING task, started_at, finished_at, runner, steps, error
