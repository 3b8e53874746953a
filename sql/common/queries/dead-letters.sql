-- The last column: a row as old as that would be in no hour and soon be dropped.
SELECT
    key, refused_at, reason, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out, source, started_at,
    timestamp < now() - (SELECT value FROM launchstack_lifecycle WHERE name = 'refresh_window')
FROM launchstack_dead_letters
WHERE ($1 IS NULL OR key = ANY ($1)) AND ($2 IS NULL OR instance_id = $2) AND ($3 IS NULL OR refused_at < $3) AND key > $4
ORDER BY key
LIMIT $5
