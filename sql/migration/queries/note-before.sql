INSERT INTO launchstack_migration_counters (migration, instance_id, timestamp, network_in, network_out, before_in, before_out)
SELECT $1, instance_id, timestamp, network_in, network_out, network_in, network_out
FROM unnest($2, $3, $4, $5) AS before (instance_id, timestamp, network_in, network_out)
ON CONFLICT (migration, instance_id) DO NOTHING
