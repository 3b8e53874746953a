SELECT
    instance_id, sum(sample_count), sum(sum_cpu), min(min_cpu), max(max_cpu), min(min_memory), max(max_memory), max(max_memory_limit),
    sum(sum_memory_high), sum(sum_memory_low), sum(total_network_in_high), sum(total_network_in_low),
    sum(total_network_out_high), sum(total_network_out_low)
FROM resource_usage_hours
WHERE bucket >= ?1 AND bucket < ?2
GROUP BY instance_id
