DELETE FROM resource_usage_dirty WHERE instance_id = ?1
