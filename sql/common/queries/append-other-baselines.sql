-- The first baseline of each instance: whether new counters are its first ever, and after a migration what was read last before it.
SELECT b.instance_id, b.source, b.started_at, b.timestamp, b.network_in, b.network_out
FROM unnest($1) AS i (id)
CROSS JOIN LATERAL (SELECT * FROM network_baselines WHERE instance_id = i.id ORDER BY source, started_at LIMIT 1) AS b
