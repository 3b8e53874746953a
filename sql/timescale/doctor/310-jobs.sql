-- Every job of ours runs and succeeds. A job that fails is tried again later and later; three intervals without a success are too many.
WITH ours AS (
    SELECT j.*, nullif(s.last_successful_finish, '-infinity') AS succeeded, s.last_run_status, s.total_failures,
        format('job %s (%s)', j.job_id, concat_ws(' of ', j.proc_name, j.hypertable_name)) AS title
    FROM timescaledb_information.jobs AS j
    LEFT JOIN timescaledb_information.job_stats AS s USING (job_id)
    WHERE (j.hypertable_schema = current_schema() AND j.hypertable_name LIKE 'resource\_usage%')
        OR (j.proc_schema = current_schema() AND j.proc_name LIKE 'launchstack\_%')
),
judged AS (
    SELECT
        job_id, title, succeeded,
        NOT scheduled AS is_paused,
        NOT (SELECT rolcanlogin FROM pg_roles WHERE oid = owner) AS is_locked_out,
        now() - coalesce(succeeded, initial_start) > 3 * schedule_interval AS is_overdue,
        last_run_status = 'Failed' AS has_failed,
        now() - coalesce(succeeded, initial_start) AS age,
        owner,
        total_failures
    FROM ours
),
wrong AS (
    SELECT
        CASE WHEN is_locked_out OR (is_overdue AND NOT is_paused) THEN 'FAIL' ELSE 'WARN' END AS status,
        CASE
            WHEN is_locked_out THEN format('%s cannot run: its owner %s may not log in', title, owner)
            WHEN is_paused THEN format('%s is paused', title)
            WHEN is_overdue THEN format('%s had no success for %s; run by hand it says why', title, date_trunc('minute', age))
            ELSE format('%s failed in its last run, %s times in all; run by hand it says why', title, total_failures)
        END AS message,
        CASE
            WHEN is_locked_out THEN format('ALTER ROLE %s LOGIN', owner)
            WHEN is_paused THEN format('SELECT alter_job(%s, scheduled => true)', job_id)
            ELSE format('CALL run_job(%s)', job_id)
        END AS remedy
    FROM judged WHERE is_locked_out OR is_paused OR is_overdue OR has_failed
)
SELECT status, message, remedy FROM wrong
UNION ALL
SELECT
    'OK',
    format('%s jobs, %s', (SELECT count(*) FROM judged), coalesce('the newest success is ' || date_trunc('second', now() - (SELECT max(succeeded) FROM judged)) || ' old', 'none due yet')),
    NULL
WHERE NOT EXISTS (SELECT FROM wrong)
