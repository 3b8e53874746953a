-- Only forward in time.
INSERT INTO network_baselines (instance_id, source, started_at, timestamp, network_in, network_out)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (instance_id, source, started_at) DO UPDATE
SET timestamp = excluded.timestamp, network_in = excluded.network_in, network_out = excluded.network_out
WHERE timestamp < excluded.timestamp
