-- The bounds of time alone say less than the first; they are what leaves out whole chunks.
SELECT id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out
FROM resource_usage
WHERE instance_id = $1 AND (timestamp, id) < ($2, $3) AND timestamp <= $2 AND timestamp >= $5
ORDER BY timestamp DESC, id DESC
LIMIT $4
