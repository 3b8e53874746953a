SELECT u.id, u.timestamp, u.cpu_usage, u.memory_usage, u.memory_limit, u.network_in, u.network_out
FROM json_each(?2) AS hour
JOIN resource_usage AS u ON u.instance_id = ?1 AND u.timestamp >= hour.value AND u.timestamp < hour.value + 3600000000
