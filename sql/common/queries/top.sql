-- The instances with the largest measure, and all sums of these alone: of each instance they would take three times as long. $3 is a constant to the
-- planner, which leaves out what it does not select. The samples given count where they are not stored; $12 and $13 are their bounds. These are looked up
-- by a hash: the newest rows are in no statistics yet, and for the one row that the planner expects it would take a loop over all of them for each sample.
WITH given AS MATERIALIZED (
    SELECT *
    FROM unnest($5, $6, $7, $8, $9, $10, $11) AS g (id, instance_id, cpu_usage, memory_usage, memory_limit, network_in, network_out)
    WHERE g.id NOT IN (SELECT u.id FROM resource_usage AS u WHERE u.timestamp >= $12 AND u.timestamp < $13 AND u.id = ANY ($5))
), ranked AS MATERIALIZED (
    SELECT instance_id, measure
    FROM (
        SELECT
            instance_id,
            SUM(CASE $3 WHEN 'cpu' THEN cpu_usage WHEN 'network' THEN network_in::FLOAT + network_out ELSE memory_usage END)
                / CASE $3 WHEN 'network' THEN 1 ELSE COUNT(*) END
                / CASE $3 WHEN 'memory-share' THEN NULLIF(MAX(memory_limit), 0) ELSE 1 END AS measure
        FROM (
            SELECT instance_id, cpu_usage, memory_usage, memory_limit, network_in, network_out FROM resource_usage WHERE timestamp >= $1 AND timestamp < $2
            UNION ALL
            SELECT instance_id, cpu_usage, memory_usage, memory_limit, network_in, network_out FROM given
        ) AS sample
        GROUP BY instance_id
    ) AS measured
    WHERE measure IS NOT NULL AND instance_id NOT IN (SELECT instance_id FROM instance_tombstones)
    ORDER BY measure DESC, instance_id
    LIMIT $4
), used AS (
    SELECT
        instance_id, COUNT(*) AS sample_count, SUM(cpu_usage) AS sum_cpu, MIN(cpu_usage) AS min_cpu, MAX(cpu_usage) AS max_cpu, SUM(memory_usage) AS sum_memory,
        MIN(memory_usage) AS min_memory, MAX(memory_usage) AS max_memory, MAX(memory_limit) AS max_memory_limit, SUM(network_in) AS total_network_in,
        SUM(network_out) AS total_network_out
    FROM (
        SELECT u.instance_id, u.cpu_usage, u.memory_usage, u.memory_limit, u.network_in, u.network_out
        FROM ranked
        JOIN resource_usage AS u ON u.instance_id = ranked.instance_id AND u.timestamp >= $1 AND u.timestamp < $2
        UNION ALL
        SELECT g.instance_id, g.cpu_usage, g.memory_usage, g.memory_limit, g.network_in, g.network_out
        FROM ranked
        JOIN given AS g ON g.instance_id = ranked.instance_id
    ) AS sample
    GROUP BY instance_id
)
SELECT
    used.instance_id, used.sample_count, used.sum_cpu, used.min_cpu, used.max_cpu, used.sum_memory, used.min_memory, used.max_memory, used.max_memory_limit,
    used.total_network_in, used.total_network_out, coalesce(to_jsonb(i) ->> 'name', '') AS name
FROM ranked
JOIN used ON used.instance_id = ranked.instance_id
LEFT JOIN instances AS i ON i.id = ranked.instance_id
ORDER BY ranked.measure DESC, ranked.instance_id
