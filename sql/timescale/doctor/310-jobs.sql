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
        -- Named because nothing is wrong with the job: servers of the newest minor releases of PostgreSQL 15 refuse how TimescaleDB up to
        -- 2.28.3 ends one. What a job has committed by then stays: refresh and compression do, retention does not.
        last_run_status = 'Failed' AND launchstack_job_error(job_id) LIKE 'cannot drop portal%' AS is_refused,
        now() - coalesce(succeeded, initial_start) AS age,
        owner,
        total_failures
    FROM ours
),
wrong AS (
    SELECT
        CASE WHEN is_locked_out OR (is_overdue AND NOT is_paused AND is_refused IS NOT TRUE) THEN 'FAIL' ELSE 'WARN' END AS status,
        CASE
            WHEN is_locked_out THEN format('%s cannot run: its owner %s may not log in', title, owner)
            WHEN is_paused THEN format('%s is paused', title)
            WHEN is_refused THEN format(
                '%s is noted as failed ("cannot drop portal"): PostgreSQL %s refuses how TimescaleDB %s ends its jobs. Refresh and compression are done all the same, and what retention should drop the service drops a day later',
                title, split_part(current_setting('server_version'), ' ', 1), (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'))
            WHEN is_overdue THEN format('%s had no success for %s; run by hand it says why', title, date_trunc('minute', age))
            ELSE format('%s failed in its last run, %s times in all; run by hand it says why', title, total_failures)
        END AS message,
        CASE
            WHEN is_locked_out THEN format('ALTER ROLE %s LOGIN', owner)
            WHEN is_paused THEN format('SELECT alter_job(%s, scheduled => true)', job_id)
            WHEN is_refused THEN 'install a minor release of PostgreSQL and a version of TimescaleDB that are made for each other'
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
