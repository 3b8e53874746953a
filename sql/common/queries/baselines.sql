-- The baselines of these counters, and the first one: whether the instance has any, and after a migration what was read last before it. It may
-- have thousands.
SELECT b.instance_id, b.source, b.started_at, b.timestamp, b.network_in, b.network_out
FROM unnest($2, $3) AS k (source, started_at)
JOIN network_baselines AS b ON b.instance_id = $1 AND b.source = k.source AND b.started_at = k.started_at
UNION
(SELECT instance_id, source, started_at, timestamp, network_in, network_out FROM network_baselines WHERE instance_id = $1
ORDER BY source, started_at LIMIT 1)
