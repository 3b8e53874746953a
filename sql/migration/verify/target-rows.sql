-- Rows of the instances $3 in the target from $1 to before $2. The verification relies on: by instance, then by time.
SELECT instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out, id
FROM resource_usage
WHERE timestamp >= $1 AND timestamp < $2 AND instance_id = ANY($3)
ORDER BY 1, 2, 8
