-- All sums of some instances, with their names. The samples given count where they are not stored.
WITH given AS MATERIALIZED (
    SELECT
        unhex(value ->> 3) AS instance_id, value ->> 1 AS cpu_usage, value ->> 2 AS memory_usage, value ->> 4 AS memory_limit,
        value ->> 5 AS network_in, value ->> 6 AS network_out
    FROM json_each(?4) AS g
    WHERE NOT EXISTS (SELECT 1 FROM resource_usage AS u WHERE u.id = unhex(g.value ->> 0))
)
SELECT
    sample.instance_id, count(*), sum(cpu_usage), min(cpu_usage), max(cpu_usage), min(memory_usage), max(memory_usage), max(memory_limit),
    sum(memory_usage >> 32), sum(memory_usage & 4294967295), sum(network_in >> 32), sum(network_in & 4294967295),
    sum(network_out >> 32), sum(network_out & 4294967295),
    coalesce((SELECT name FROM instances AS i WHERE i.id = sample.instance_id), '')
FROM (
    SELECT u.instance_id, cpu_usage, memory_usage, memory_limit, network_in, network_out
    FROM json_each(?1) AS wanted
    JOIN resource_usage AS u ON u.instance_id = unhex(wanted.value) AND u.timestamp >= ?2 AND u.timestamp < ?3
    UNION ALL
    SELECT instance_id, cpu_usage, memory_usage, memory_limit, network_in, network_out FROM given
) AS sample
WHERE sample.instance_id NOT IN (SELECT instance_id FROM instance_tombstones)
GROUP BY sample.instance_id
