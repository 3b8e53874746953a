-- The guide's "hourly average CPU usage for the past day", of repaired rows. In braces: as in source-hours.sql.
{repaired}
SELECT date_trunc('hour', timestamp) AS bucket, avg(cpu_usage) AS avg_cpu
FROM repaired
GROUP BY 1
ORDER BY 1 DESC
