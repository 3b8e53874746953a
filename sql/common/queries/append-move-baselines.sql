-- Only forward in time.
INSERT INTO network_baselines AS b (instance_id, source, started_at, timestamp, network_in, network_out)
SELECT * FROM unnest($1, $2, $3, $4, $5, $6) AS new (instance_id, source, started_at, timestamp, network_in, network_out)
ORDER BY instance_id, source, started_at
ON CONFLICT (instance_id, source, started_at) DO UPDATE
SET timestamp = excluded.timestamp, network_in = excluded.network_in, network_out = excluded.network_out
WHERE b.timestamp < excluded.timestamp
