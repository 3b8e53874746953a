-- Nearest rank. The samples given count where they are not stored.
WITH sample AS MATERIALIZED (
    SELECT cpu_usage, memory_usage FROM resource_usage WHERE instance_id = ?1 AND timestamp >= ?2 AND timestamp < ?3
    UNION ALL
    SELECT given.value ->> 1, given.value ->> 2
    FROM json_each(?4) AS given
    WHERE NOT EXISTS (SELECT 1 FROM resource_usage AS u WHERE u.id = unhex(given.value ->> 0))
),
place AS (
    SELECT
        cpu_usage, memory_usage, count(*) OVER () AS n,
        row_number() OVER (ORDER BY cpu_usage) AS cpu_place, row_number() OVER (ORDER BY memory_usage) AS memory_place
    FROM sample
)
SELECT
    max(CASE WHEN cpu_place = (n * 50 + 99) / 100 THEN cpu_usage END),
    max(CASE WHEN cpu_place = (n * 95 + 99) / 100 THEN cpu_usage END),
    max(CASE WHEN cpu_place = (n * 99 + 99) / 100 THEN cpu_usage END),
    max(CASE WHEN memory_place = (n * 50 + 99) / 100 THEN memory_usage END),
    max(CASE WHEN memory_place = (n * 95 + 99) / 100 THEN memory_usage END),
    max(CASE WHEN memory_place = (n * 99 + 99) / 100 THEN memory_usage END)
FROM place
HAVING count(*) > 0
