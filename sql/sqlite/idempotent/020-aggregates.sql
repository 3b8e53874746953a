-- The store relies on: resource_usage_hours has each hour once and exactly: from the rollup, or from the raw rows where the rollup is
-- dirty, its sums in two parts as there. A WHERE on instance_id and bucket reaches both.
DROP VIEW IF EXISTS resource_usage_daily;
DROP VIEW IF EXISTS resource_usage_hourly;
DROP VIEW IF EXISTS resource_usage_hours;

CREATE VIEW resource_usage_hours AS
SELECT r.* FROM resource_usage_rollup AS r
WHERE NOT EXISTS (SELECT 1 FROM resource_usage_dirty AS d WHERE d.instance_id = r.instance_id AND d.bucket = r.bucket)
UNION ALL
SELECT
    d.instance_id, d.bucket,
    count(*), sum(u.cpu_usage), min(u.cpu_usage), max(u.cpu_usage), min(u.memory_usage), max(u.memory_usage), max(u.memory_limit),
    sum(u.network_in >> 32), sum(u.network_in & 4294967295), sum(u.network_out >> 32), sum(u.network_out & 4294967295),
    sum(u.memory_usage >> 32), sum(u.memory_usage & 4294967295)
FROM resource_usage_dirty AS d
CROSS JOIN resource_usage AS u ON u.instance_id = d.instance_id AND u.timestamp >= d.bucket AND u.timestamp < d.bucket + 3600000000
GROUP BY d.instance_id, d.bucket;

-- For people: the names and columns of the continuous aggregates. Totals turn into floats beyond 64 bits, so the two parts are at the end.
CREATE VIEW resource_usage_hourly AS
SELECT
    instance_id,
    bucket,
    sum_cpu / sample_count AS avg_cpu,
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
FROM resource_usage_hours;

CREATE VIEW resource_usage_daily AS
SELECT
    instance_id,
    bucket - bucket % 86400000000 AS bucket,
    sum(sum_cpu) / sum(sample_count) AS avg_cpu,
    max(max_cpu) AS max_cpu,
    (sum(sum_memory_high) * 4294967296.0 + sum(sum_memory_low)) / sum(sample_count) AS avg_memory,
    max(max_memory) AS max_memory,
    sum(total_network_in_high) * 4294967296 + sum(total_network_in_low) AS total_network_in,
    sum(total_network_out_high) * 4294967296 + sum(total_network_out_low) AS total_network_out,
    sum(sample_count) AS sample_count,
    sum(sum_cpu) AS sum_cpu,
    min(min_cpu) AS min_cpu,
    sum(sum_memory_high) * 4294967296 + sum(sum_memory_low) AS sum_memory,
    min(min_memory) AS min_memory,
    max(max_memory_limit) AS max_memory_limit,
    sum(total_network_in_high) AS total_network_in_high,
    sum(total_network_in_low) AS total_network_in_low,
    sum(total_network_out_high) AS total_network_out_high,
    sum(total_network_out_low) AS total_network_out_low,
    sum(sum_memory_high) AS sum_memory_high,
    sum(sum_memory_low) AS sum_memory_low
FROM resource_usage_hours
GROUP BY instance_id, bucket - bucket % 86400000000;
