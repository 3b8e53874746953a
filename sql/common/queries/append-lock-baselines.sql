SELECT b.instance_id, b.source, b.started_at, b.timestamp, b.network_in, b.network_out
FROM network_baselines AS b
JOIN unnest($1, $2, $3) AS k (instance_id, source, started_at) USING (instance_id, source, started_at)
ORDER BY b.instance_id, b.source, b.started_at
FOR UPDATE OF b
