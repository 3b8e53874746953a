-- Makes the chunk that starts at a moment or holds it, as TimescaleDB itself would: aligned, and cut where it meets others.
CREATE OR REPLACE FUNCTION launchstack_make_chunk(moment TIMESTAMPTZ) RETURNS BOOLEAN
LANGUAGE plpgsql
AS $$
DECLARE
    epoch CONSTANT TIMESTAMPTZ := '1970-01-01 00:00:00+00';
    -- In seconds, because a day of an interval has no length of its own.
    width CONSTANT INTERVAL := (
        SELECT make_interval(secs => extract(epoch FROM time_interval)::FLOAT) FROM timescaledb_information.dimensions
        WHERE hypertable_schema = current_schema() AND hypertable_name = 'resource_usage');
    aligned CONSTANT TIMESTAMPTZ := date_bin(width, moment, epoch);
    bounds TIMESTAMPTZ[];
BEGIN
    SELECT ARRAY[
        greatest(aligned, max(ends) FILTER (WHERE ends <= moment)), least(aligned + width, min(starts) FILTER (WHERE starts > moment))]
    INTO bounds
    FROM launchstack_parts();
    PERFORM _timescaledb_functions.create_chunk(
        'resource_usage',
        jsonb_build_object('timestamp', ARRAY(SELECT (extract(epoch FROM b) * 1000000)::BIGINT FROM unnest(bounds) AS b)));
    RETURN TRUE;
END
$$;
