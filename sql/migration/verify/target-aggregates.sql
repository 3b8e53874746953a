-- The target's hourly aggregates from $1 to before $2. The verification relies on: by instance, then by time.
SELECT
    instance_id, bucket, avg_cpu, max_cpu, avg_memory::FLOAT, max_memory, total_network_in, total_network_out, sample_count, sum_cpu, min_cpu, sum_memory,
    min_memory, max_memory_limit
FROM resource_usage_hourly
WHERE bucket >= $1 AND bucket < $2
ORDER BY 1, 2
