-- For people: the name and columns of the continuous aggregate, from the raw rows; the sums' upper and lower 32 bits apart at the end,
-- because SQLite's sum() fails above 64 bits. The totals themselves turn into floats there. The store has the same expressions in
-- queries/hourly.sql.
DROP VIEW IF EXISTS resource_usage_hourly;

CREATE VIEW resource_usage_hourly AS
SELECT
    instance_id,
    bucket,
    avg_cpu,
    max_cpu,
    (sum_memory_high * 4294967296.0 + sum_memory_low) / sample_count AS avg_memory,
    max_memory,
    total_network_in_high * 4294967296 + total_network_in_low AS total_network_in,
    total_network_out_high * 4294967296 + total_network_out_low AS total_network_out,
    sample_count,
    sum_cpu,
    min_cpu,
    sum_memory_high * 4294967296 + sum_memory_low AS sum_memory,
    min_memory,
    max_memory_limit,
    total_network_in_high,
    total_network_in_low,
    total_network_out_high,
    total_network_out_low,
    sum_memory_high,
    sum_memory_low
FROM (
    SELECT
        instance_id,
        timestamp - timestamp % 3600000000 AS bucket,
        avg(cpu_usage) AS avg_cpu,
        max(cpu_usage) AS max_cpu,
        max(memory_usage) AS max_memory,
        count(*) AS sample_count,
        sum(cpu_usage) AS sum_cpu,
        min(cpu_usage) AS min_cpu,
        min(memory_usage) AS min_memory,
        max(memory_limit) AS max_memory_limit,
        sum(network_in >> 32) AS total_network_in_high,
        sum(network_in & 4294967295) AS total_network_in_low,
        sum(network_out >> 32) AS total_network_out_high,
        sum(network_out & 4294967295) AS total_network_out_low,
        sum(memory_usage >> 32) AS sum_memory_high,
        sum(memory_usage & 4294967295) AS sum_memory_low
    FROM resource_usage
    GROUP BY instance_id, timestamp - timestamp % 3600000000
);
