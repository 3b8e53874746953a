-- All sums of some instances, with their names. The samples given count where they are not stored; $11 and $12 are their bounds.
WITH given AS MATERIALIZED (
    SELECT *
    FROM unnest($4, $5, $6, $7, $8, $9, $10) AS g (id, instance_id, cpu_usage, memory_usage, memory_limit, network_in, network_out)
    WHERE g.id NOT IN (SELECT u.id FROM resource_usage AS u WHERE u.timestamp >= $11 AND u.timestamp < $12 AND u.id = ANY ($4))
)
SELECT
    sample.instance_id, COUNT(*), SUM(cpu_usage), MIN(cpu_usage), MAX(cpu_usage), SUM(memory_usage), MIN(memory_usage), MAX(memory_usage),
    MAX(memory_limit), SUM(network_in), SUM(network_out),
    coalesce((SELECT to_jsonb(i) ->> 'name' FROM instances AS i WHERE i.id = sample.instance_id), '')
FROM (
    SELECT instance_id, cpu_usage, memory_usage, memory_limit, network_in, network_out
    FROM resource_usage
    WHERE instance_id = ANY ($1) AND timestamp >= $2 AND timestamp < $3
    UNION ALL
    SELECT instance_id, cpu_usage, memory_usage, memory_limit, network_in, network_out FROM given
) AS sample
WHERE sample.instance_id NOT IN (SELECT instance_id FROM instance_tombstones)
GROUP BY sample.instance_id
