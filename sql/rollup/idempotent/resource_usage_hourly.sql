-- For people and for the guide's queries: the name, columns and types of the continuous aggregate, computed from the raw rows. The store
-- has the same expressions in queries/hourly.sql. date_bin from a fixed origin, because date_trunc would follow the session's time zone.
CREATE OR REPLACE VIEW resource_usage_hourly AS
SELECT
    instance_id,
    date_bin('1 hour', timestamp, TIMESTAMPTZ '1970-01-01 00:00:00+00') AS bucket,
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
GROUP BY instance_id, bucket;
