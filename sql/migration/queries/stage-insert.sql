-- The conflict target is named: without it compressed chunks are decompressed batch by batch.
INSERT INTO resource_usage (id, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out)
SELECT id, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out
FROM pg_temp.launchstack_migration_stage
ORDER BY instance_id, timestamp
ON CONFLICT (id, timestamp) DO NOTHING
