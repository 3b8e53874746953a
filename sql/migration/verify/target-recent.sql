-- The guide's "recent stats for an instance", as of the source's newest row.
SELECT * FROM resource_usage
WHERE instance_id = $1 AND timestamp < $2
ORDER BY timestamp DESC
LIMIT 60
