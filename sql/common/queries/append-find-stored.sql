-- Rows with these ids and timestamps, each looked up in the primary key: joined plainly, the planner may read and sort whole chunks
-- instead. The bounds say nothing new; they leave out the chunks of other days.
SELECT u.id, u.instance_id
FROM unnest($1, $2) AS k (id, timestamp)
CROSS JOIN LATERAL (
    SELECT id, instance_id FROM resource_usage
    WHERE id = k.id AND timestamp = k.timestamp AND timestamp BETWEEN $3 AND $4
    LIMIT 1
) AS u
