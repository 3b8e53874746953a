-- As baselines.sql, for counters of many instances.
SELECT b.instance_id, b.source, b.started_at, b.timestamp, b.network_in, b.network_out
FROM unnest($1, $2, $3) AS k (instance_id, source, started_at)
JOIN network_baselines AS b ON b.instance_id = k.instance_id AND b.source = k.source AND b.started_at = k.started_at
UNION
SELECT any_one.*
FROM (SELECT DISTINCT instance_id FROM unnest($1) AS k (instance_id)) AS wanted
CROSS JOIN LATERAL (
    SELECT instance_id, source, started_at, timestamp, network_in, network_out FROM network_baselines
    WHERE instance_id = wanted.instance_id
    ORDER BY source, started_at
    LIMIT 1
) AS any_one
