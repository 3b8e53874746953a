-- The compression job calls a run a success as soon as it could compress one chunk, so its status alone proves nothing. Three runs may
-- fail before this warns.
WITH expected (name, setting, hypertable_schema, hypertable_name) AS (
    SELECT 'resource_usage'::NAME, 'compress_after', current_schema(), 'resource_usage'::NAME
    UNION ALL
    SELECT
        view_name,
        CASE view_name WHEN 'resource_usage_hourly' THEN 'hourly_compress_after' ELSE 'daily_compress_after' END,
        materialization_hypertable_schema,
        materialization_hypertable_name
    FROM timescaledb_information.continuous_aggregates
    WHERE view_schema = current_schema() AND view_name IN ('resource_usage_hourly', 'resource_usage_daily')
),
late AS (
    SELECT e.name, e.setting, count(*) AS chunks, min(c.range_end) AS oldest
    FROM expected AS e
    JOIN launchstack_lifecycle AS l ON l.name = e.setting
    JOIN timescaledb_information.chunks AS c USING (hypertable_schema, hypertable_name)
    WHERE NOT c.is_compressed AND c.range_end < now() - l.value - INTERVAL '3 days'
        -- Made ahead of time for late rows, and empty so far.
        AND pg_relation_size(format('%I.%I', c.chunk_schema, c.chunk_name)::REGCLASS) > 0
    GROUP BY e.name, e.setting
)
SELECT
    'WARN',
    format('%s chunks of %s are uncompressed past %s, the oldest ended %s ago; the job run by hand says why', chunks, name, setting, date_trunc('hour', now() - oldest)),
    coalesce(
        (
            SELECT format('CALL run_job(%s)', job_id) FROM timescaledb_information.jobs AS j
            WHERE j.proc_name = 'policy_compression' AND j.hypertable_schema = current_schema() AND j.hypertable_name = late.name
        ),
        'launchstack db setup')
FROM late
UNION ALL
SELECT
    'OK',
    coalesce(
        (
            SELECT format('the oldest uncompressed chunk ends %s', CASE WHEN oldest < now() THEN date_trunc('hour', now() - oldest) || ' ago' ELSE 'in the future' END)
            FROM (
                SELECT min(range_end) AS oldest FROM timescaledb_information.chunks
                WHERE hypertable_schema = current_schema() AND hypertable_name = 'resource_usage' AND NOT is_compressed
                    AND pg_relation_size(format('%I.%I', chunk_schema, chunk_name)::REGCLASS) > 0
            ) AS uncompressed
            WHERE oldest IS NOT NULL
        ),
        'none'),
    NULL
WHERE NOT EXISTS (SELECT FROM late)
