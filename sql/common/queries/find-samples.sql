-- Those of the samples given that are stored; the bounds leave out whole chunks.
SELECT u.id
FROM unnest($1, $2) AS wanted (id, timestamp)
JOIN resource_usage AS u ON u.id = wanted.id AND u.timestamp = wanted.timestamp AND u.timestamp >= $3 AND u.timestamp < $4
