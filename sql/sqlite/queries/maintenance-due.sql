-- Whether a task has never run, has failed or was cut short, or was last started at ?2 or before.
SELECT 1 WHERE NOT EXISTS (
    SELECT 1 FROM launchstack_maintenance WHERE task = ?1 AND finished_at IS NOT NULL AND error IS NULL AND started_at > ?2)
