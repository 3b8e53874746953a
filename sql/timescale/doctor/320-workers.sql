-- Jobs are background workers of the server. Where it has too few, they are put off without a word, or the database has no scheduler at all.
WITH setting AS (
    SELECT
        current_setting('max_worker_processes')::INTEGER AS workers,
        current_setting('timescaledb.max_background_workers')::INTEGER AS jobs,
        current_setting('max_parallel_workers')::INTEGER AS parallel,
        EXISTS (
            SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'TimescaleDB Background Worker Scheduler'
        ) AS is_scheduled
),
wrong AS (
    SELECT
        'FAIL' AS status,
        'no scheduler runs for this database, so none of its jobs does' AS message,
        'raise timescaledb.max_background_workers above the number of databases, max_worker_processes with it, and restart the server; after a restore: SELECT timescaledb_post_restore()' AS remedy
    FROM setting WHERE NOT is_scheduled
    UNION ALL
    SELECT
        'WARN',
        format('max_worker_processes is %s, less than 3 + timescaledb.max_background_workers (%s) + max_parallel_workers (%s): jobs starve', workers, jobs, parallel),
        format('ALTER SYSTEM SET max_worker_processes = %s, then restart the server', 3 + jobs + parallel)
    FROM setting WHERE workers < 3 + jobs + parallel
)
SELECT status, message, remedy FROM wrong
UNION ALL
SELECT 'OK', format('max_worker_processes %s for %s jobs and %s parallel workers', workers, jobs, parallel), NULL
FROM setting WHERE NOT EXISTS (SELECT FROM wrong)
