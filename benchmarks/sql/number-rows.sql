CREATE UNLOGGED TABLE numbered_rows AS
SELECT row_number() OVER (ORDER BY timestamp, instance_id) - 1 AS number, * FROM resource_usage
