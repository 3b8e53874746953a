SELECT instance_id, COUNT(*), SUM(cpu_usage), MIN(cpu_usage), MAX(cpu_usage), SUM(memory_usage), MIN(memory_usage), MAX(memory_usage), MAX(memory_limit),
    SUM(network_in), SUM(network_out)
FROM resource_usage
WHERE timestamp >= $1 AND timestamp < $2
GROUP BY instance_id
