-- As baselines.sql, for counters of many instances.
SELECT b.source, b.started_at, b.timestamp, b.network_in, b.network_out, b.instance_id
FROM json_each(?1) AS k
CROSS JOIN network_baselines AS b
    ON b.instance_id = unhex(k.value ->> 0) AND b.source = CAST(unhex(k.value ->> 1) AS TEXT) AND b.started_at = k.value ->> 2
UNION
SELECT b.source, b.started_at, b.timestamp, b.network_in, b.network_out, b.instance_id
FROM (
    SELECT unhex(value ->> 0) AS instance_id, min(source) AS source
    FROM json_each(?1) JOIN network_baselines ON instance_id = unhex(value ->> 0)
    GROUP BY 1
) AS least
CROSS JOIN network_baselines AS b ON b.instance_id = least.instance_id AND b.source = least.source
