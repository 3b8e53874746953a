-- For people and for the guide's queries: the name, columns and types of the continuous aggregate. Finished hours come from the rollup, all
-- others and those that are dirty from the raw rows: in one statement and so under one snapshot, in which it always equals the raw rows.
CREATE OR REPLACE VIEW resource_usage_hourly AS
SELECT
    h.instance_id,
    h.bucket,
    h.sum_cpu / h.sample_count AS avg_cpu,
    h.max_cpu,
    h.sum_memory / h.sample_count AS avg_memory,
    h.max_memory,
    h.total_network_in,
    h.total_network_out,
    h.sample_count,
    h.sum_cpu,
    h.min_cpu,
    h.sum_memory,
    h.min_memory,
    h.max_memory_limit
FROM (
    SELECT * FROM resource_usage_rollup AS r
    WHERE NOT EXISTS (SELECT FROM resource_usage_dirty AS d WHERE d.instance_id = r.instance_id AND d.bucket = r.bucket)
    UNION ALL
    SELECT part.instance_id, raw.*
    FROM (
        SELECT i.id AS instance_id, (SELECT rolled_until FROM launchstack_rollup) AS since, TIMESTAMPTZ 'infinity' AS until
        FROM instances AS i
        UNION ALL
        SELECT DISTINCT d.instance_id, d.bucket, d.bucket + INTERVAL '1 hour'
        FROM resource_usage_dirty AS d
        WHERE d.bucket < (SELECT rolled_until FROM launchstack_rollup)
    ) AS part
    -- The same expressions as in launchstack_raw_hours(), which would ask for the reader's right to the raw rows and not for the view's.
    CROSS JOIN LATERAL (
        SELECT
            date_bin('1 hour', timestamp, TIMESTAMPTZ '1970-01-01 00:00:00+00') AS bucket,
            MAX(cpu_usage), MAX(memory_usage), SUM(network_in), SUM(network_out), COUNT(*), SUM(cpu_usage), MIN(cpu_usage), SUM(memory_usage),
            MIN(memory_usage), MAX(memory_limit)
        FROM resource_usage
        WHERE instance_id = part.instance_id AND timestamp >= part.since AND timestamp < part.until
        GROUP BY 1
    ) AS raw
) AS h;

-- Days are of UTC, and as exact as the hours: from their sums and counts, because a mean of means is wrong where the hours hold different
-- numbers of samples.
CREATE OR REPLACE VIEW resource_usage_daily AS
SELECT
    instance_id,
    date_bin('1 day', bucket, TIMESTAMPTZ '1970-01-01 00:00:00+00') AS bucket,
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
GROUP BY 1, 2;

-- The store relies on: the rows of the view of one instance whose hours start within the bounds. Not through the view, where the bounds
-- would not reach the raw rows. A single SELECT, which the planner puts in place of the call.
CREATE OR REPLACE FUNCTION launchstack_hours(instance UUID, from_moment TIMESTAMPTZ, to_moment TIMESTAMPTZ)
RETURNS SETOF resource_usage_hourly
LANGUAGE sql STABLE
AS $$
    SELECT
        h.instance_id, h.bucket, h.sum_cpu / h.sample_count, h.max_cpu, h.sum_memory / h.sample_count, h.max_memory, h.total_network_in,
        h.total_network_out, h.sample_count, h.sum_cpu, h.min_cpu, h.sum_memory, h.min_memory, h.max_memory_limit
    FROM (
        SELECT * FROM resource_usage_rollup AS r
        WHERE r.instance_id = instance AND r.bucket >= from_moment AND r.bucket < to_moment
            AND NOT EXISTS (SELECT FROM resource_usage_dirty AS d WHERE d.instance_id = instance AND d.bucket = r.bucket)
        UNION ALL
        SELECT raw.*
        FROM (
            SELECT (SELECT rolled_until FROM launchstack_rollup) AS since, TIMESTAMPTZ 'infinity' AS until
            UNION ALL
            SELECT DISTINCT d.bucket, d.bucket + INTERVAL '1 hour'
            FROM resource_usage_dirty AS d
            WHERE d.instance_id = instance AND d.bucket >= from_moment AND d.bucket < to_moment
                AND d.bucket < (SELECT rolled_until FROM launchstack_rollup)
        ) AS part
        CROSS JOIN LATERAL launchstack_raw_hours(instance, part.since, part.until, from_moment,
            date_bin('1 hour', to_moment + INTERVAL '1 hour' - INTERVAL '1 microsecond', TIMESTAMPTZ '1970-01-01 00:00:00+00')) AS raw
        WHERE raw.bucket >= from_moment AND raw.bucket < to_moment
    ) AS h
$$;
