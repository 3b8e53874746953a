SELECT
    date_trunc('hour', timestamp) AS bucket, AVG(cpu_usage) AS avg_cpu, AVG(memory_usage) AS avg_memory,
    SUM(network_in) AS total_network_in, SUM(network_out) AS total_network_out
FROM resource_usages
WHERE instance_id = $1 AND timestamp > NOW() - INTERVAL '30 days' AND deleted_at IS NULL
GROUP BY bucket
ORDER BY bucket
