-- The store relies on: called again and again, launchstack_expire() drops raw rows that the retention policy should have dropped a day ago,
-- a chunk at a time; false when nothing of it is left. The policy comes first: this is for a server whose background workers do not
-- get to it, or whose jobs fail as a whole, which happens without a word to those who only look at the tables.
-- A chunk stays while its hours are not materialized: the raw rows are all there is of them.
CREATE OR REPLACE FUNCTION launchstack_expire(moment TIMESTAMPTZ) RETURNS BOOLEAN
LANGUAGE plpgsql
AS $$
DECLARE
    expired RECORD;
BEGIN
    SELECT starts, ends INTO expired
    FROM launchstack_parts()
    WHERE ends <= moment - launchstack_lifecycle_value('raw_retention') - INTERVAL '25 hours'
        AND ends <= (
            SELECT launchstack_moment(_timescaledb_functions.cagg_watermark(mat_hypertable_id))
            FROM _timescaledb_catalog.continuous_agg
            WHERE user_view_schema = current_schema() AND user_view_name = 'resource_usage_hourly')
    ORDER BY ends
    LIMIT 1;
    IF NOT FOUND THEN
        RETURN FALSE;
    END IF;

    PERFORM drop_chunks('resource_usage', older_than => expired.ends, newer_than => expired.starts);
    RETURN TRUE;
END
$$;

SELECT launchstack_as_owner('launchstack_expire(timestamptz)');
