DELETE FROM resource_usage_rollup WHERE (instance_id, bucket) IN (
    SELECT r.instance_id, r.bucket
    FROM instances AS i
    CROSS JOIN resource_usage_rollup AS r ON r.instance_id = i.id AND r.bucket < ?1
    LIMIT ?2)
RETURNING 1
