SELECT bucket, avg_cpu, avg_memory, total_network_in, total_network_out FROM resource_usage_hourly
WHERE instance_id = $1 AND bucket > NOW() - INTERVAL '30 days'
ORDER BY bucket
