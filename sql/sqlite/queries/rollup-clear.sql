DELETE FROM resource_usage_rollup WHERE instance_id = ?1 AND bucket = ?2
