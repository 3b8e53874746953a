-- The baselines of these counters, and one more, whichever: whether the instance has any. It may have thousands. CROSS JOIN keeps
-- the order of the tables, so that each key is looked up.
SELECT b.source, b.started_at, b.timestamp, b.network_in, b.network_out
FROM json_each(?2) AS k
CROSS JOIN network_baselines AS b
    ON b.instance_id = ?1 AND b.source = CAST(unhex(k.value ->> 0) AS TEXT) AND b.started_at = k.value ->> 1
UNION
SELECT * FROM (SELECT source, started_at, timestamp, network_in, network_out FROM network_baselines WHERE instance_id = ?1 LIMIT 1)
