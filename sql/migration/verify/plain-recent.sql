-- The guide's "recent stats for an instance" as an application asks the table that it has: only its time counts here.
SELECT * FROM {table} AS r
WHERE instance_id = $1 AND timestamp < $2 AND NOT ({deleted})
ORDER BY timestamp DESC
LIMIT 60
