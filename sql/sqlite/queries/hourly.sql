-- The columns of the view resource_usage_hourly, and not through it: bounds on its bucket would not reach the raw rows, so all rows of
-- the instance would be read. The bounds on the timestamp say nothing new; they are the ones that the index knows.
SELECT
    timestamp - timestamp % 3600000000 AS bucket,
    avg(cpu_usage),
    max(cpu_usage),
    (sum(memory_usage >> 32) * 4294967296.0 + sum(memory_usage & 4294967295)) / count(*),
    max(memory_usage),
    count(*),
    sum(cpu_usage),
    min(cpu_usage),
    min(memory_usage),
    max(memory_limit),
    sum(network_in >> 32),
    sum(network_in & 4294967295),
    sum(network_out >> 32),
    sum(network_out & 4294967295),
    sum(memory_usage >> 32),
    sum(memory_usage & 4294967295)
FROM resource_usage
WHERE instance_id = ?1 AND timestamp >= ?2 AND timestamp < ?3 + 3600000000
GROUP BY bucket
HAVING bucket >= ?2 AND bucket < ?3
ORDER BY bucket DESC
