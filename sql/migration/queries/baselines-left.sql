-- The next reading of what ran by then goes on from here, whoever takes it (CounterKey.Migrated). Only forward in time.
INSERT INTO network_baselines AS b (instance_id, source, started_at, timestamp, network_in, network_out)
SELECT c.instance_id, '', TIMESTAMPTZ '1900-01-01 00:00:00+00', c.timestamp, c.network_in, c.network_out
FROM launchstack_migration_counters AS c
JOIN instances AS i ON i.id = c.instance_id
WHERE c.migration = $1 AND c.network_in IS NOT NULL AND c.network_out IS NOT NULL
ORDER BY c.instance_id
ON CONFLICT (instance_id, source, started_at) DO UPDATE
SET timestamp = excluded.timestamp, network_in = excluded.network_in, network_out = excluded.network_out
WHERE b.timestamp < excluded.timestamp
