-- No row: another runner has taken the task over, because this one was too slow.
UPDATE launchstack_maintenance SET leased_until = now() + $3, steps = steps + $4
WHERE task = $1 AND runner = $2 AND finished_at IS NULL
RETURNING task
