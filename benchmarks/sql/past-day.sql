-- The guide's aggregate query.
SELECT bucket, avg_cpu FROM resource_usage_hourly
WHERE instance_id = $1 AND bucket > NOW() - INTERVAL '1 day'
ORDER BY bucket DESC
