-- The second bound says less than the first; it is the one that leaves out whole chunks.
SELECT id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out
FROM resource_usage
WHERE instance_id = $1 AND (timestamp, id) > ($2, $3) AND timestamp >= $2 AND timestamp < $4
ORDER BY timestamp, id
LIMIT $5
