-- Rows that the source has no more. The bounds leave out the chunks of other days.
DELETE FROM resource_usage AS u
USING unnest($1, $2) AS k (id, timestamp)
WHERE u.id = k.id AND u.timestamp = k.timestamp AND u.timestamp BETWEEN $3 AND $4
