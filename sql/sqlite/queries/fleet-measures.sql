-- What each instance used of a measure, slice by slice. Instance by instance, through the index that begins with it.
SELECT
    u.timestamp / ?3 * ?3, instance_id, count(*),
    sum(CASE ?4 WHEN 'cpu' THEN cpu_usage WHEN 'network' THEN CAST(network_in AS REAL) + network_out ELSE CAST(memory_usage AS REAL) END),
    CASE ?4 WHEN 'memory-share' THEN max(memory_limit) ELSE 0 END
FROM instances AS i
JOIN resource_usage AS u ON u.instance_id = i.id AND u.timestamp >= ?1 AND u.timestamp < ?2
WHERE i.id NOT IN (SELECT instance_id FROM instance_tombstones)
GROUP BY 1, 2
LIMIT ?5
