-- What the service does, and what the extension's jobs do. A run whose end the server refuses counts as done, as the doctor's check jobs
-- says: refresh and compression are, and what retention leaves the service drops.
WITH ours AS (
    SELECT
        concat_ws(
            '_',
            CASE j.proc_name
                WHEN 'policy_refresh_continuous_aggregate' THEN 'refresh'
                WHEN 'policy_compression' THEN 'compression'
                WHEN 'policy_retention' THEN 'retention'
                ELSE replace(j.proc_name, 'launchstack_', '')
            END,
            CASE j.hypertable_name
                WHEN 'resource_usage' THEN 'raw'
                WHEN 'resource_usage_hourly' THEN 'hourly'
                WHEN 'resource_usage_daily' THEN 'daily'
            END) AS task,
        j.schedule_interval,
        least(j.initial_start, now()) AS due,
        nullif(s.last_successful_finish, '-infinity') AS succeeded,
        nullif(s.last_run_started_at, '-infinity') AS started,
        coalesce(s.last_run_status = 'Failed', false) AS has_failed,
        -- Not for one that succeeded: what it says may be old.
        coalesce(s.last_run_status <> 'Success' AND launchstack_job_error(j.job_id) LIKE 'cannot drop portal%', false) AS is_refused
    FROM timescaledb_information.jobs AS j
    LEFT JOIN timescaledb_information.job_stats AS s USING (job_id)
    WHERE (j.hypertable_schema = current_schema() AND j.hypertable_name IN ('resource_usage', 'resource_usage_hourly', 'resource_usage_daily'))
        OR (j.proc_schema = current_schema() AND j.proc_name = 'launchstack_repack')
)
SELECT task, NULL::INTERVAL, greatest(now() - succeeded_at, INTERVAL '0'), has_failed FROM launchstack_maintenance
UNION ALL
-- Whichever is worst, where somebody has added a second one.
SELECT
    task,
    max(schedule_interval),
    greatest(now() - min(CASE WHEN is_refused THEN greatest(succeeded, started) ELSE coalesce(succeeded, due, now()) END), INTERVAL '0'),
    bool_or(has_failed AND NOT is_refused)
FROM ours
GROUP BY task
ORDER BY 1
