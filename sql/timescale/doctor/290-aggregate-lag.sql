-- How old the oldest sample is that an aggregate does not have yet. Answers after the watermark come from newer rows, which costs time; and
-- what is not refreshed when its raw rows are dropped is lost. Watermarks follow the rows: after a pause of all samples they are old and
-- right, so the samples are asked, by their ids, which rise with time. An aggregate that was never refreshed is the check jobs's.
WITH life AS (
    SELECT jsonb_object_agg(name, value) AS value FROM launchstack_lifecycle
),
aggregate AS (
    SELECT
        view_name,
        CASE view_name WHEN 'resource_usage_hourly' THEN INTERVAL '1 hour' ELSE INTERVAL '1 day' END AS width,
        _timescaledb_functions.to_timestamp(
            _timescaledb_functions.cagg_watermark(substring(materialization_hypertable_name FROM '\d+$')::INTEGER)) AS watermark
    FROM timescaledb_information.continuous_aggregates
    WHERE view_schema = current_schema() AND view_name IN ('resource_usage_hourly', 'resource_usage_daily')
),
found AS (
    SELECT
        a.view_name,
        a.width + (life.value ->> 'refresh_lag')::INTERVAL + 3 * (life.value ->> 'refresh_interval')::INTERVAL AS allowed,
        a.watermark < now() - (life.value ->> 'raw_retention')::INTERVAL / 2 AS is_dangerous,
        now() - (
            SELECT r.timestamp FROM resource_usage AS r
            WHERE r.timestamp >= since.moment AND r.timestamp <= now()
                AND r.id >= (lpad(to_hex((extract(epoch FROM since.moment) * 1000)::BIGINT), 12, '0') || repeat('0', 20))::UUID
            ORDER BY r.id LIMIT 1
        ) AS lag
    FROM aggregate AS a
    CROSS JOIN life
    CROSS JOIN LATERAL (SELECT greatest(a.watermark, now() - INTERVAL '2 days') AS moment) AS since
    WHERE a.watermark > TIMESTAMPTZ '1970-01-01 00:00:00+00'
),
late AS (
    SELECT * FROM found WHERE lag > allowed
)
SELECT
    CASE WHEN is_dangerous THEN 'FAIL' ELSE 'WARN' END,
    format('%s is %s behind, %s are usual%s; the job run by hand says why', view_name, date_trunc('minute', lag), allowed,
        CASE WHEN is_dangerous THEN ', and loses history when the raw rows are dropped' ELSE '' END),
    coalesce(
        (
            SELECT format('CALL run_job(%s)', job_id) FROM timescaledb_information.jobs AS j
            WHERE j.proc_name = 'policy_refresh_continuous_aggregate' AND j.hypertable_schema = current_schema() AND j.hypertable_name = late.view_name
        ),
        'launchstack db setup')
FROM late
UNION ALL
SELECT
    'OK',
    coalesce(
        (SELECT string_agg(format('%s is %s behind', view_name, date_trunc('minute', coalesce(lag, INTERVAL '0'))), ', ' ORDER BY view_name) FROM found),
        'nothing is refreshed yet'),
    NULL
WHERE NOT EXISTS (SELECT FROM late)
