-- Instance by instance, because the index starts with it; some at a time, so that pushes get their turn.
DELETE FROM resource_usage WHERE (id, timestamp) IN (
    SELECT u.id, u.timestamp
    FROM instances AS i
    CROSS JOIN resource_usage AS u ON u.instance_id = i.id AND u.timestamp < ?1
    LIMIT ?2)
RETURNING 1
