-- The expressions of the view resource_usage_daily, and not through it: bounds on its bucket would not reach the hours.
SELECT
    bucket - bucket % 86400000000 AS day,
    sum(sum_cpu) / sum(sample_count),
    max(max_cpu),
    (sum(sum_memory_high) * 4294967296.0 + sum(sum_memory_low)) / sum(sample_count),
    max(max_memory),
    sum(sample_count),
    sum(sum_cpu),
    min(min_cpu),
    min(min_memory),
    max(max_memory_limit),
    sum(total_network_in_high),
    sum(total_network_in_low),
    sum(total_network_out_high),
    sum(total_network_out_low),
    sum(sum_memory_high),
    sum(sum_memory_low)
FROM resource_usage_hours
WHERE instance_id = ?1 AND bucket >= ?2 AND bucket < ?3 + 86400000000
GROUP BY day
HAVING day >= ?2 AND day < ?3
ORDER BY day DESC
