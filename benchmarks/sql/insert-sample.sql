INSERT INTO resource_usage (id, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
