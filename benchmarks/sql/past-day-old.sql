SELECT date_trunc('hour', timestamp) AS bucket, AVG(cpu_usage) AS avg_cpu FROM resource_usages
WHERE instance_id = $1 AND timestamp > NOW() - INTERVAL '1 day' AND deleted_at IS NULL
GROUP BY bucket
ORDER BY bucket DESC
