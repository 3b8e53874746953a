-- The oldest day of an instance.
DELETE FROM resource_usage
WHERE instance_id = ?1 AND timestamp < (SELECT min(timestamp) FROM resource_usage WHERE instance_id = ?1) + 86400000000
