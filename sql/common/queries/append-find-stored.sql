-- Rows with these ids and timestamps. The bounds say nothing new; they leave out whole chunks.
SELECT u.id, u.instance_id
FROM unnest($1, $2) AS k (id, timestamp)
JOIN resource_usage AS u ON u.id = k.id AND u.timestamp = k.timestamp
WHERE u.timestamp BETWEEN $3 AND $4
