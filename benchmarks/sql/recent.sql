SELECT id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out
FROM resource_usage
WHERE instance_id = $1
ORDER BY timestamp DESC, id DESC
LIMIT $2
