-- The store relies on: the columns of resource_usage_hourly under the same names and types; days of UTC. Built on the hours' sums and
-- counts, because a mean of means is wrong where the hours hold different numbers of samples.
CREATE MATERIALIZED VIEW resource_usage_daily
WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT
    instance_id,
    time_bucket('1 day', bucket) AS bucket,
    SUM(sum_cpu) / SUM(sample_count)::FLOAT AS avg_cpu,
    MAX(max_cpu) AS max_cpu,
    SUM(sum_memory) / SUM(sample_count) AS avg_memory,
    MAX(max_memory) AS max_memory,
    SUM(total_network_in) AS total_network_in,
    SUM(total_network_out) AS total_network_out,
    SUM(sample_count)::BIGINT AS sample_count,
    SUM(sum_cpu) AS sum_cpu,
    MIN(min_cpu) AS min_cpu,
    SUM(sum_memory) AS sum_memory,
    MIN(min_memory) AS min_memory,
    MAX(max_memory_limit) AS max_memory_limit
FROM resource_usage_hourly
GROUP BY 1, 2
WITH NO DATA;

ALTER MATERIALIZED VIEW resource_usage_daily SET (
    timescaledb.compress,
    timescaledb.compress_segmentby = 'instance_id',
    timescaledb.compress_orderby = 'bucket DESC'
);
