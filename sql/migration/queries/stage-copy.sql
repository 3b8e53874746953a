COPY pg_temp.launchstack_migration_stage (id, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out) FROM STDIN (FORMAT BINARY)
