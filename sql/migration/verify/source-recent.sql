-- The guide's "recent stats for an instance", of repaired rows. In braces: as in source-hours.sql.
{repaired}
SELECT timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out
FROM repaired
ORDER BY timestamp DESC
LIMIT 60
