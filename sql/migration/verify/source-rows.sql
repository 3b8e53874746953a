-- Rows of the source, and where there is one that is gone. In braces: as in source-hours.sql. The verification relies on: by instance, then by time, what
-- is gone after what is not.
{repaired}
SELECT instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out, FALSE
FROM repaired
UNION ALL
SELECT DISTINCT instance_id, timestamp, 0::FLOAT, 0::BIGINT, 0::BIGINT, 0::BIGINT, 0::BIGINT, TRUE
FROM found
WHERE gone
ORDER BY 1, 2, 8
