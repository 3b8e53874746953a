-- One baseline, whichever, of each instance: whether new counters are an instance's first ever.
SELECT b.instance_id, b.source, b.started_at, b.timestamp, b.network_in, b.network_out
FROM unnest($1) AS i (id)
CROSS JOIN LATERAL (SELECT * FROM network_baselines WHERE instance_id = i.id LIMIT 1) AS b
