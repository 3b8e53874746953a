-- The store relies on: for all instances, the sums over the whole hours within the bounds, in one or more rows each: from the rollup, and from the
-- raw rows where that is dirty or not made yet.
CREATE OR REPLACE FUNCTION launchstack_fleet(first_hour TIMESTAMPTZ, end_hour TIMESTAMPTZ)
RETURNS TABLE (
    instance_id UUID, sample_count BIGINT, sum_cpu FLOAT, min_cpu FLOAT, max_cpu FLOAT, sum_memory NUMERIC, min_memory BIGINT, max_memory BIGINT,
    max_memory_limit BIGINT, total_network_in NUMERIC, total_network_out NUMERIC)
LANGUAGE sql STABLE
AS $$
    SELECT h.instance_id, SUM(h.sample_count)::BIGINT, SUM(h.sum_cpu), MIN(h.min_cpu), MAX(h.max_cpu), SUM(h.sum_memory), MIN(h.min_memory), MAX(h.max_memory),
        MAX(h.max_memory_limit), SUM(h.total_network_in), SUM(h.total_network_out)
    FROM resource_usage_rollup AS h
    WHERE h.bucket >= first_hour AND h.bucket < end_hour
        AND NOT EXISTS (SELECT FROM resource_usage_dirty AS d WHERE d.instance_id = h.instance_id AND d.bucket = h.bucket)
    GROUP BY 1
    UNION ALL
    SELECT u.instance_id, COUNT(*), SUM(cpu_usage), MIN(cpu_usage), MAX(cpu_usage), SUM(memory_usage), MIN(memory_usage), MAX(memory_usage), MAX(memory_limit),
        SUM(network_in), SUM(network_out)
    FROM resource_usage AS u
    WHERE u.timestamp >= (SELECT rolled_until FROM launchstack_rollup) AND u.timestamp >= first_hour AND u.timestamp < end_hour
    GROUP BY 1
    UNION ALL
    SELECT u.instance_id, COUNT(*), SUM(cpu_usage), MIN(cpu_usage), MAX(cpu_usage), SUM(memory_usage), MIN(memory_usage), MAX(memory_usage), MAX(memory_limit),
        SUM(network_in), SUM(network_out)
    FROM (
        SELECT DISTINCT d.instance_id, d.bucket FROM resource_usage_dirty AS d
        WHERE d.bucket >= first_hour AND d.bucket < end_hour AND d.bucket < (SELECT rolled_until FROM launchstack_rollup)
    ) AS dirty
    JOIN resource_usage AS u
        ON u.instance_id = dirty.instance_id AND u.timestamp >= dirty.bucket AND u.timestamp < dirty.bucket + INTERVAL '1 hour'
        AND u.timestamp >= first_hour AND u.timestamp < end_hour
    GROUP BY 1
$$;
