INSERT INTO launchstack_migration_counters (migration, instance_id, timestamp, network_in, network_out)
SELECT $1, * FROM unnest($2, $3, $4, $5)
ON CONFLICT (migration, instance_id) DO UPDATE
SET timestamp = excluded.timestamp, network_in = excluded.network_in, network_out = excluded.network_out
