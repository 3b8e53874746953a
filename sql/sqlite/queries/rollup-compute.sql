-- Nothing where nothing is left of the hour.
INSERT INTO resource_usage_rollup
SELECT * FROM resource_usage_hours WHERE instance_id = ?1 AND bucket = ?2
