-- Nearest rank, with the rank in integers: as a float, 95 of a hundred may come out one too many. The samples given count where they are not stored.
SELECT
    cpu[(n * 50 + 99) / 100], cpu[(n * 95 + 99) / 100], cpu[(n * 99 + 99) / 100],
    memory[(n * 50 + 99) / 100], memory[(n * 95 + 99) / 100], memory[(n * 99 + 99) / 100]
FROM (
    SELECT COUNT(*) AS n, array_agg(cpu_usage ORDER BY cpu_usage) AS cpu, array_agg(memory_usage ORDER BY memory_usage) AS memory
    FROM (
        SELECT cpu_usage, memory_usage FROM resource_usage WHERE instance_id = $1 AND timestamp >= $2 AND timestamp < $3
        UNION ALL
        SELECT given.cpu_usage, given.memory_usage
        FROM unnest($4, $5, $6, $7) AS given (id, timestamp, cpu_usage, memory_usage)
        WHERE NOT EXISTS (
            SELECT FROM resource_usage AS u
            WHERE u.id = given.id AND u.timestamp = given.timestamp AND u.timestamp >= $2 AND u.timestamp < $3)
    ) AS sample
) AS sorted
WHERE n > 0
