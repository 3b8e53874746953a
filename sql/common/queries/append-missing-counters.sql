-- Instances with counters that have no baseline yet. Without a lock: a baseline does not go away while its instance is held.
SELECT DISTINCT k.instance_id
FROM unnest($1, $2, $3) AS k (instance_id, source, started_at)
LEFT JOIN network_baselines AS b USING (instance_id, source, started_at)
WHERE b.instance_id IS NULL
