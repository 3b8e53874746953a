-- The store relies on: for all instances, the sums over the whole hours within the bounds, in one or more rows each: from the aggregate, and from
-- the raw rows where it is stale. Composed for the same reasons as launchstack_hours().
CREATE OR REPLACE FUNCTION launchstack_fleet(first_hour TIMESTAMPTZ, end_hour TIMESTAMPTZ)
RETURNS TABLE (
    instance_id UUID, sample_count BIGINT, sum_cpu FLOAT, min_cpu FLOAT, max_cpu FLOAT, sum_memory NUMERIC, min_memory BIGINT, max_memory BIGINT,
    max_memory_limit BIGINT, total_network_in NUMERIC, total_network_out NUMERIC)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    stale CONSTANT TSTZMULTIRANGE := launchstack_stale_hours() * tstzmultirange(tstzrange(first_hour, end_hour));
    part TSTZRANGE;
BEGIN
    RETURN QUERY EXECUTE
        'SELECT h.instance_id, SUM(h.sample_count)::BIGINT, SUM(h.sum_cpu), MIN(h.min_cpu), MAX(h.max_cpu), SUM(h.sum_memory), MIN(h.min_memory), MAX(h.max_memory),
            MAX(h.max_memory_limit), SUM(h.total_network_in), SUM(h.total_network_out)
        FROM resource_usage_hourly AS h
        WHERE h.bucket >= $1 AND h.bucket < $2 AND NOT h.bucket <@ $3
        GROUP BY 1'
        USING first_hour, end_hour, stale;
    FOR part IN SELECT unnest(stale) LOOP
        RETURN QUERY EXECUTE
            'SELECT u.instance_id, COUNT(*), SUM(cpu_usage), MIN(cpu_usage), MAX(cpu_usage), SUM(memory_usage), MIN(memory_usage), MAX(memory_usage), MAX(memory_limit),
                SUM(network_in), SUM(network_out)
            FROM resource_usage AS u
            WHERE u.timestamp >= $1 AND u.timestamp < $2
            GROUP BY 1'
            USING lower(part), upper(part);
    END LOOP;
END
$$;
