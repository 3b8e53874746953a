SELECT
    bucket,
    sum_cpu / sample_count,
    max_cpu,
    (sum_memory_high * 4294967296.0 + sum_memory_low) / sample_count,
    max_memory,
    sample_count,
    sum_cpu,
    min_cpu,
    min_memory,
    max_memory_limit,
    total_network_in_high,
    total_network_in_low,
    total_network_out_high,
    total_network_out_low,
    sum_memory_high,
    sum_memory_low
FROM resource_usage_hours
WHERE instance_id = ?1 AND bucket >= ?2 AND bucket < ?3
ORDER BY bucket DESC
