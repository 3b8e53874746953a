SELECT u.id, u.timestamp, u.cpu_usage, u.memory_usage, u.memory_limit, u.network_in, u.network_out, wanted.id
FROM unnest($1) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT * FROM resource_usage
    WHERE instance_id = wanted.id AND timestamp >= $2
    ORDER BY timestamp DESC, id DESC
    LIMIT 1
) AS u
