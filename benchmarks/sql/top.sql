SELECT u.instance_id, i.name, u.sample_count, u.avg_cpu, u.min_cpu, u.max_cpu, u.sum_memory, u.min_memory, u.max_memory, u.max_memory_limit,
    u.total_network_in, u.total_network_out
FROM (
    SELECT instance_id, COUNT(*) AS sample_count, AVG(cpu_usage) AS avg_cpu, MIN(cpu_usage) AS min_cpu, MAX(cpu_usage) AS max_cpu,
        SUM(memory_usage) AS sum_memory, MIN(memory_usage) AS min_memory, MAX(memory_usage) AS max_memory, MAX(memory_limit) AS max_memory_limit,
        SUM(network_in) AS total_network_in, SUM(network_out) AS total_network_out
    FROM resource_usage
    WHERE timestamp >= $1 AND timestamp < $2
    GROUP BY instance_id
    ORDER BY avg_cpu DESC, instance_id
    LIMIT $3
) AS u
JOIN instances AS i ON i.id = u.instance_id
ORDER BY u.avg_cpu DESC, u.instance_id
