-- The guide's "hourly average CPU usage for the past day" as an application asks the table that it has: only its time counts here.
SELECT date_trunc('hour', timestamp) AS bucket, avg(cpu_usage) AS avg_cpu
FROM {table} AS r
WHERE instance_id = $1 AND timestamp >= $2 AND timestamp < $3 AND NOT ({deleted})
GROUP BY 1
ORDER BY 1 DESC
