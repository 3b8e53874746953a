-- How far the aggregates are behind the newest sample. Up to there answers come from them, after it from newer rows, which costs time; and
-- what is not refreshed when its raw rows are dropped is lost. An aggregate that was never refreshed is the check jobs's.
WITH newest AS (
    SELECT timestamp FROM resource_usage WHERE timestamp > now() - INTERVAL '1 day' AND timestamp <= now() ORDER BY id DESC LIMIT 1
),
life AS (
    SELECT jsonb_object_agg(name, value) AS value FROM launchstack_lifecycle
),
found AS (
    SELECT
        c.view_name,
        CASE c.view_name WHEN 'resource_usage_hourly' THEN INTERVAL '1 hour' ELSE INTERVAL '1 day' END
            + (life.value ->> 'refresh_lag')::INTERVAL + 3 * (life.value ->> 'refresh_interval')::INTERVAL AS allowed,
        (life.value ->> 'raw_retention')::INTERVAL / 2 AS dangerous,
        newest.timestamp - _timescaledb_functions.to_timestamp(
            _timescaledb_functions.cagg_watermark(substring(c.materialization_hypertable_name FROM '\d+$')::INTEGER)) AS lag
    FROM timescaledb_information.continuous_aggregates AS c
    CROSS JOIN life
    CROSS JOIN newest
    WHERE c.view_schema = current_schema() AND c.view_name IN ('resource_usage_hourly', 'resource_usage_daily')
),
refreshed AS (
    -- Before the first refresh the watermark is the beginning of time.
    SELECT * FROM found WHERE lag < INTERVAL '1000 years'
),
late AS (
    SELECT * FROM refreshed WHERE lag > allowed
)
SELECT
    CASE WHEN lag > dangerous THEN 'FAIL' ELSE 'WARN' END,
    format('%s is %s behind the newest sample, %s are usual%s', view_name, date_trunc('minute', lag), allowed,
        CASE WHEN lag > dangerous THEN ': history is lost when the raw rows are dropped' ELSE '' END),
    format('see the check jobs and SELECT * FROM timescaledb_information.job_errors; to try it now: CALL run_job((SELECT job_id FROM timescaledb_information.jobs WHERE proc_name = ''policy_refresh_continuous_aggregate'' AND hypertable_name = %L))', view_name)
FROM late
UNION ALL
SELECT
    'OK',
    coalesce(
        (SELECT string_agg(format('%s is %s behind', view_name, date_trunc('minute', greatest(lag, INTERVAL '0'))), ', ' ORDER BY view_name) FROM refreshed),
        'nothing to refresh yet'),
    NULL
WHERE NOT EXISTS (SELECT FROM late)
