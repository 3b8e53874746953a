SELECT u.id, u.timestamp, u.cpu_usage, u.memory_usage, u.memory_limit, u.network_in, u.network_out
FROM unnest($2) AS hour (start)
CROSS JOIN LATERAL (
    SELECT * FROM resource_usage
    WHERE instance_id = $1 AND timestamp >= hour.start AND timestamp < hour.start + INTERVAL '1 hour'
) AS u
