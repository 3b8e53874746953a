-- The columns of the view resource_usage_hourly, and not through it: bounds on its bucket would not reach the raw rows, so all rows of
-- the instance would be read. The bounds on the timestamp say nothing new; they are the ones that the index and the chunks know.
SELECT hour.bucket, AVG(cpu_usage), MAX(cpu_usage), AVG(memory_usage)::FLOAT, MAX(memory_usage), SUM(network_in), SUM(network_out),
    COUNT(*), SUM(cpu_usage), MIN(cpu_usage), SUM(memory_usage), MIN(memory_usage), MAX(memory_limit)
FROM resource_usage
CROSS JOIN LATERAL (SELECT date_bin('1 hour', timestamp, TIMESTAMPTZ '1970-01-01 00:00:00+00') AS bucket) AS hour
WHERE instance_id = $1 AND timestamp >= $2 AND timestamp < $3 + INTERVAL '1 hour' AND hour.bucket >= $2 AND hour.bucket < $3
GROUP BY hour.bucket
ORDER BY hour.bucket DESC
