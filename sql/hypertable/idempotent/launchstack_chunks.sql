-- The store relies on: called again and again, launchstack_make_ahead() makes the chunks from refresh_window ago to ahead from now, those
-- to come first; false when all are there. A push that met a missing one would make it itself, and wait for its lock on instances.

-- The chunks, with the time that each holds.
CREATE OR REPLACE FUNCTION launchstack_parts() RETURNS TABLE (part REGCLASS, starts TIMESTAMPTZ, ends TIMESTAMPTZ)
LANGUAGE sql STABLE
AS $$
    SELECT format('%I.%I', chunk_schema, chunk_name)::REGCLASS, range_start, range_end
    FROM timescaledb_information.chunks
    WHERE hypertable_schema = current_schema() AND hypertable_name = 'resource_usage'
$$;

-- Chunks may have different spans, so the next gap starts at a bound or where a chunk ends. launchstack_make_chunk() is the tier's.
CREATE OR REPLACE FUNCTION launchstack_make_ahead(moment TIMESTAMPTZ) RETURNS BOOLEAN
LANGUAGE plpgsql
AS $$
DECLARE
    since CONSTANT TIMESTAMPTZ := moment - launchstack_lifecycle_value('refresh_window');
    until CONSTANT TIMESTAMPTZ := moment + launchstack_lifecycle_value('ahead');
    gap TIMESTAMPTZ;
BEGIN
    WITH parts AS MATERIALIZED (SELECT * FROM launchstack_parts())
    SELECT start INTO gap
    FROM (SELECT moment UNION SELECT since UNION SELECT ends FROM parts) AS possible (start)
    WHERE start >= since AND start < until AND NOT EXISTS (SELECT FROM parts AS p WHERE p.starts <= start AND start < p.ends)
    ORDER BY start < moment, start
    LIMIT 1;
    RETURN gap IS NOT NULL AND launchstack_make_chunk(gap);
END
$$;

SELECT launchstack_as_owner('launchstack_make_ahead(timestamptz)');

-- Brings the span of chunks that are made from now on to the value of launchstack_lifecycle.
CREATE OR REPLACE FUNCTION launchstack_apply_chunk_interval() RETURNS VOID
LANGUAGE plpgsql
AS $$
DECLARE
    width CONSTANT INTERVAL := launchstack_lifecycle_value('chunk_interval');
BEGIN
    IF NOT EXISTS (
        SELECT FROM timescaledb_information.dimensions
        WHERE hypertable_schema = current_schema() AND hypertable_name = 'resource_usage' AND time_interval = width
    ) THEN
        PERFORM set_chunk_time_interval('resource_usage', width);
    END IF;
END
$$;
