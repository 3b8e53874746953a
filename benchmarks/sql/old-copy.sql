COPY resource_usages (
    instance_id, timestamp, cpu_usage, memory_usage, memory_limit, memory_percentage, network_in, network_out, created_at, updated_at)
FROM STDIN (FORMAT BINARY)
