-- The instances with the largest measure, and all sums of these alone. The samples given count where they are not stored. Instance by instance,
-- through the index that begins with it.
WITH given AS MATERIALIZED (
    SELECT
        unhex(value ->> 3) AS instance_id, value ->> 1 AS cpu_usage, value ->> 2 AS memory_usage, value ->> 4 AS memory_limit,
        value ->> 5 AS network_in, value ->> 6 AS network_out
    FROM json_each(?5) AS g
    WHERE NOT EXISTS (SELECT 1 FROM resource_usage AS u WHERE u.id = unhex(g.value ->> 0))
),
ranked AS MATERIALIZED (
    SELECT instance_id, measure
    FROM (
        SELECT
            instance_id,
            sum(CASE ?3 WHEN 'cpu' THEN cpu_usage WHEN 'network' THEN CAST(network_in AS REAL) + network_out ELSE CAST(memory_usage AS REAL) END)
                / CASE ?3 WHEN 'network' THEN 1 ELSE count(*) END
                / CASE ?3 WHEN 'memory-share' THEN nullif(max(memory_limit), 0) ELSE 1 END AS measure
        FROM (
            SELECT u.instance_id, cpu_usage, memory_usage, memory_limit, network_in, network_out
            FROM instances AS i
            JOIN resource_usage AS u ON u.instance_id = i.id AND u.timestamp >= ?1 AND u.timestamp < ?2
            UNION ALL
            SELECT instance_id, cpu_usage, memory_usage, memory_limit, network_in, network_out FROM given
        )
        GROUP BY instance_id
    )
    WHERE measure IS NOT NULL AND instance_id NOT IN (SELECT instance_id FROM instance_tombstones)
    ORDER BY measure DESC, instance_id
    LIMIT ?4
)
SELECT
    sample.instance_id, count(*), sum(cpu_usage), min(cpu_usage), max(cpu_usage), min(memory_usage), max(memory_usage), max(memory_limit),
    sum(memory_usage >> 32), sum(memory_usage & 4294967295), sum(network_in >> 32), sum(network_in & 4294967295),
    sum(network_out >> 32), sum(network_out & 4294967295),
    coalesce((SELECT name FROM instances AS i WHERE i.id = sample.instance_id), '')
FROM (
    SELECT r.instance_id, measure, cpu_usage, memory_usage, memory_limit, network_in, network_out
    FROM ranked AS r
    JOIN resource_usage AS u ON u.instance_id = r.instance_id AND u.timestamp >= ?1 AND u.timestamp < ?2
    UNION ALL
    SELECT r.instance_id, measure, cpu_usage, memory_usage, memory_limit, network_in, network_out
    FROM ranked AS r
    JOIN given AS g ON g.instance_id = r.instance_id
) AS sample
GROUP BY sample.instance_id
ORDER BY max(measure) DESC, sample.instance_id
