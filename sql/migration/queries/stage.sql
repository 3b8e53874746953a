CREATE TEMPORARY TABLE launchstack_migration_stage (
    id UUID, instance_id UUID, timestamp TIMESTAMPTZ, cpu_usage FLOAT, memory_usage BIGINT, memory_limit BIGINT, network_in BIGINT, network_out BIGINT
) ON COMMIT DROP
