SELECT
    date_bin($4, timestamp, TIMESTAMPTZ '1970-01-01 00:00:00+00') AS bucket, SUM(cpu_usage) / COUNT(*)::FLOAT, MAX(cpu_usage),
    (SUM(memory_usage) / COUNT(*))::FLOAT, MAX(memory_usage), SUM(network_in), SUM(network_out),
    COUNT(*), SUM(cpu_usage), MIN(cpu_usage), SUM(memory_usage), MIN(memory_usage), MAX(memory_limit)
FROM resource_usage
WHERE instance_id = $1 AND timestamp >= $2 AND timestamp < $3
GROUP BY bucket
ORDER BY bucket DESC
