-- The baselines of these counters, and one more, whichever: whether the instance has any. It may have thousands.
SELECT b.instance_id, b.source, b.started_at, b.timestamp, b.network_in, b.network_out
FROM unnest($2, $3) AS k (source, started_at)
JOIN network_baselines AS b ON b.instance_id = $1 AND b.source = k.source AND b.started_at = k.started_at
UNION
(SELECT instance_id, source, started_at, timestamp, network_in, network_out FROM network_baselines WHERE instance_id = $1 LIMIT 1)
