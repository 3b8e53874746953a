-- What each instance used of a measure, slice by slice. $4 is a constant to the planner, which leaves out what it does not select.
SELECT
    date_bin($3, timestamp, TIMESTAMPTZ '1970-01-01 00:00:00+00'), instance_id, COUNT(*),
    SUM(CASE $4 WHEN 'cpu' THEN cpu_usage WHEN 'network' THEN network_in::FLOAT + network_out ELSE memory_usage END),
    CASE $4 WHEN 'memory-share' THEN MAX(memory_limit) ELSE 0 END
FROM resource_usage
WHERE timestamp >= $1 AND timestamp < $2 AND instance_id NOT IN (SELECT instance_id FROM instance_tombstones)
GROUP BY 1, 2
LIMIT $5
