-- Dirty hours that start before ?1, some at a time.
SELECT instance_id, bucket FROM resource_usage_dirty WHERE bucket < ?1 LIMIT ?2
