-- The store relies on: what these functions return is exactly the time below the aggregates' watermarks that has changed and is not
-- refreshed yet, whoever changed it; above the watermarks the views compute from the newest rows by themselves.
-- TimescaleDB notes each change in the transaction that makes it and takes the note away in the transaction that refreshes it, so a
-- statement that reads notes and aggregate under one snapshot is never wrong. The notes are in the extension's catalog, which has no
-- public view for them: the tests hold this to the extension's version.

-- A time of the extension's catalog, which counts microseconds and has its own infinities.
CREATE OR REPLACE FUNCTION launchstack_moment(internal BIGINT) RETURNS TIMESTAMPTZ
LANGUAGE sql IMMUTABLE STRICT
AS $$
    SELECT CASE
        WHEN internal <= -210866803200000000 THEN TIMESTAMPTZ '-infinity'
        WHEN internal >= 9223371331200000000 THEN TIMESTAMPTZ 'infinity'
        ELSE TIMESTAMPTZ '1970-01-01 00:00:00+00' + internal * INTERVAL '1 microsecond'
    END
$$;

-- The noted changes of what an aggregate is made of, as whole buckets. Notes that reach back further than a refresh does are cut off
-- there: those rows may have been dropped, and the aggregate is all that is left of them.
CREATE OR REPLACE FUNCTION launchstack_stale(aggregate TEXT, width INTERVAL, reach INTERVAL) RETURNS TSTZMULTIRANGE
LANGUAGE sql STABLE
AS $$
    WITH cagg AS MATERIALIZED (
        SELECT mat_hypertable_id AS id, raw_hypertable_id AS source_id
        FROM _timescaledb_catalog.continuous_agg
        WHERE user_view_schema = current_schema() AND user_view_name = aggregate
    ),
    note AS (
        SELECT lowest_modified_value AS low, greatest_modified_value AS high
        FROM _timescaledb_catalog.continuous_aggs_hypertable_invalidation_log WHERE hypertable_id = (SELECT source_id FROM cagg)
        UNION ALL
        SELECT lowest_modified_value, greatest_modified_value
        FROM _timescaledb_catalog.continuous_aggs_materialization_invalidation_log WHERE materialization_id = (SELECT id FROM cagg)
        UNION ALL
        SELECT lowest_modified_value, greatest_modified_value
        FROM _timescaledb_catalog.continuous_aggs_materialization_ranges WHERE materialization_id = (SELECT id FROM cagg)
    ),
    bounds AS MATERIALIZED (
        SELECT
            date_bin(width, now() - reach, TIMESTAMPTZ '1970-01-01 00:00:00+00') AS first,
            launchstack_moment(_timescaledb_functions.cagg_watermark((SELECT id FROM cagg))) AS watermark
    ),
    cut AS (
        SELECT greatest(launchstack_moment(low), first) AS low, least(launchstack_moment(high), watermark - INTERVAL '1 microsecond') AS high
        FROM note, bounds
    )
    SELECT coalesce(
        range_agg(tstzrange(
            date_bin(width, low, TIMESTAMPTZ '1970-01-01 00:00:00+00'),
            date_bin(width, high, TIMESTAMPTZ '1970-01-01 00:00:00+00') + width)),
        '{}')
    FROM cut
    WHERE low <= high
$$;

-- Hours whose aggregate does not say what the raw rows say.
CREATE OR REPLACE FUNCTION launchstack_stale_hours() RETURNS TSTZMULTIRANGE
LANGUAGE sql STABLE
AS $$
    SELECT launchstack_stale('resource_usage_hourly', INTERVAL '1 hour', (SELECT value FROM launchstack_lifecycle WHERE name = 'refresh_window'))
$$;

-- Days whose aggregate does not say what the hours say, or that have a stale hour: the daily view is made of the hourly one.
CREATE OR REPLACE FUNCTION launchstack_stale_days() RETURNS TSTZMULTIRANGE
LANGUAGE sql STABLE
AS $$
    SELECT launchstack_stale('resource_usage_daily', INTERVAL '1 day', (SELECT value FROM launchstack_lifecycle WHERE name = 'daily_refresh_window'))
        + coalesce(
            (
                SELECT range_agg(tstzrange(
                    date_bin('1 day', lower(stale), TIMESTAMPTZ '1970-01-01 00:00:00+00'),
                    date_bin('1 day', upper(stale) - INTERVAL '1 microsecond', TIMESTAMPTZ '1970-01-01 00:00:00+00') + INTERVAL '1 day'))
                FROM unnest(launchstack_stale_hours()) AS stale
            ),
            '{}')
$$;

-- An instance's hours that start within the bounds: from the aggregate, and from the raw rows where it is stale. Statements of a STABLE
-- function share the caller's snapshot. Composed, so that each is planned for the chunks within its bounds, and the one that reads raw
-- rows not at all where nothing is stale: planning over all chunks takes ten times as long as reading the hours.
CREATE OR REPLACE FUNCTION launchstack_hours(instance UUID, from_moment TIMESTAMPTZ, to_moment TIMESTAMPTZ)
RETURNS SETOF resource_usage_hourly
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    -- Hours that start within the bounds, whole.
    wanted CONSTANT TSTZRANGE := CASE WHEN from_moment < to_moment THEN tstzrange(
        date_bin('1 hour', from_moment + INTERVAL '1 hour' - INTERVAL '1 microsecond', TIMESTAMPTZ '1970-01-01 00:00:00+00'),
        date_bin('1 hour', to_moment + INTERVAL '1 hour' - INTERVAL '1 microsecond', TIMESTAMPTZ '1970-01-01 00:00:00+00')) ELSE 'empty' END;
    stale CONSTANT TSTZMULTIRANGE := launchstack_stale_hours() * tstzmultirange(wanted);
    part TSTZRANGE;
BEGIN
    RETURN QUERY EXECUTE
        'SELECT h.* FROM resource_usage_hourly AS h
        WHERE h.instance_id = $1 AND h.bucket >= $2 AND h.bucket < $3 AND NOT h.bucket <@ $4'
        USING instance, lower(wanted), upper(wanted), stale;
    FOR part IN SELECT unnest(stale) LOOP
        RETURN QUERY EXECUTE
            'SELECT
                instance_id, time_bucket(''1 hour'', timestamp), AVG(cpu_usage), MAX(cpu_usage), AVG(memory_usage), MAX(memory_usage),
                SUM(network_in), SUM(network_out), COUNT(*), SUM(cpu_usage), MIN(cpu_usage), SUM(memory_usage), MIN(memory_usage),
                MAX(memory_limit)
            FROM resource_usage
            WHERE instance_id = $1 AND timestamp >= $2 AND timestamp < $3
            GROUP BY 1, 2'
            USING instance, lower(part), upper(part);
    END LOOP;
END
$$;

-- The same by day (UTC): from the daily aggregate, and from the hours where that is stale.
CREATE OR REPLACE FUNCTION launchstack_days(instance UUID, from_moment TIMESTAMPTZ, to_moment TIMESTAMPTZ)
RETURNS SETOF resource_usage_daily
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    wanted CONSTANT TSTZRANGE := CASE WHEN from_moment < to_moment THEN tstzrange(
        date_bin('1 day', from_moment + INTERVAL '1 day' - INTERVAL '1 microsecond', TIMESTAMPTZ '1970-01-01 00:00:00+00'),
        date_bin('1 day', to_moment + INTERVAL '1 day' - INTERVAL '1 microsecond', TIMESTAMPTZ '1970-01-01 00:00:00+00')) ELSE 'empty' END;
    stale CONSTANT TSTZMULTIRANGE := launchstack_stale_days() * tstzmultirange(wanted);
    part TSTZRANGE;
BEGIN
    RETURN QUERY EXECUTE
        'SELECT d.* FROM resource_usage_daily AS d
        WHERE d.instance_id = $1 AND d.bucket >= $2 AND d.bucket < $3 AND NOT d.bucket <@ $4'
        USING instance, lower(wanted), upper(wanted), stale;
    FOR part IN SELECT unnest(stale) LOOP
        RETURN QUERY
            SELECT
                instance, time_bucket('1 day', h.bucket), SUM(h.sum_cpu) / SUM(h.sample_count)::FLOAT, MAX(h.max_cpu),
                SUM(h.sum_memory) / SUM(h.sample_count), MAX(h.max_memory), SUM(h.total_network_in), SUM(h.total_network_out),
                SUM(h.sample_count)::BIGINT, SUM(h.sum_cpu), MIN(h.min_cpu), SUM(h.sum_memory), MIN(h.min_memory), MAX(h.max_memory_limit)
            FROM launchstack_hours(instance, lower(part), upper(part)) AS h
            GROUP BY 2;
    END LOOP;
END
$$;
