-- The guide's "hourly average CPU usage for the past day", as of the source's newest row.
SELECT bucket, avg_cpu
FROM resource_usage_hourly
WHERE instance_id = $1 AND bucket >= $2 AND bucket < $3
ORDER BY bucket DESC
