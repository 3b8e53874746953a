-- Sums of 64-bit numbers in two parts, for SQLite's integers end at 64 bits.
SELECT
    timestamp - timestamp % ?4 AS bucket,
    sum(cpu_usage) / count(*),
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
WHERE instance_id = ?1 AND timestamp >= ?2 AND timestamp < ?3
GROUP BY bucket
ORDER BY bucket DESC
