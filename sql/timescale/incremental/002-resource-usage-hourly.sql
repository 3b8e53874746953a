-- The store relies on: the guide's view name, columns and expressions in the guide's order, then what longer spans are computed
-- from exactly; hours that are not materialized are computed from the raw rows (materialized_only = false).
CREATE MATERIALIZED VIEW resource_usage_hourly
WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT
    instance_id,
    time_bucket('1 hour', timestamp) AS bucket,
    AVG(cpu_usage) AS avg_cpu,
    MAX(cpu_usage) AS max_cpu,
    AVG(memory_usage) AS avg_memory,
    MAX(memory_usage) AS max_memory,
    SUM(network_in) AS total_network_in,
    SUM(network_out) AS total_network_out,
    COUNT(*) AS sample_count,
    SUM(cpu_usage) AS sum_cpu,
    MIN(cpu_usage) AS min_cpu,
    SUM(memory_usage) AS sum_memory,
    MIN(memory_usage) AS min_memory,
    MAX(memory_limit) AS max_memory_limit
FROM resource_usage
GROUP BY instance_id, bucket
WITH NO DATA;
