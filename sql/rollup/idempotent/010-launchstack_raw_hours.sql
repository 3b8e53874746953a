-- An instance's hours between two moments, from its raw rows. A single SELECT, which the planner puts in place of the call. The outer
-- bounds say nothing new; they are for callers who know them when the statement is planned, which leaves out whole chunks and partitions.
CREATE OR REPLACE FUNCTION launchstack_raw_hours(
    instance UUID, since TIMESTAMPTZ, until TIMESTAMPTZ, outer_since TIMESTAMPTZ, outer_until TIMESTAMPTZ)
RETURNS SETOF resource_usage_rollup
LANGUAGE sql STABLE
AS $$
    SELECT
        instance_id, date_bin('1 hour', timestamp, TIMESTAMPTZ '1970-01-01 00:00:00+00'),
        MAX(cpu_usage), MAX(memory_usage), SUM(network_in), SUM(network_out), COUNT(*), SUM(cpu_usage), MIN(cpu_usage), SUM(memory_usage),
        MIN(memory_usage), MAX(memory_limit)
    FROM resource_usage
    WHERE instance_id = instance
        AND timestamp >= since AND timestamp < until AND timestamp >= outer_since AND timestamp < outer_until
    GROUP BY 1, 2
$$;
