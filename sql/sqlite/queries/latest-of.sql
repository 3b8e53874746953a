SELECT u.id, u.timestamp, u.cpu_usage, u.memory_usage, u.memory_limit, u.network_in, u.network_out, u.instance_id
FROM json_each(?1) AS wanted
JOIN resource_usage AS u ON u.id = (
    SELECT id FROM resource_usage WHERE instance_id = unhex(wanted.value) AND timestamp >= ?2 ORDER BY timestamp DESC, id DESC LIMIT 1)
