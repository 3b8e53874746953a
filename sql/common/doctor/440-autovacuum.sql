-- Without it dead rows are never freed, statistics stay those of an empty table, and the server stops at the wraparound of transactions.
WITH wrong AS (
    SELECT 'autovacuum is off for the whole server: dead rows pile up and plans go wrong' AS message, 'ALTER SYSTEM SET autovacuum = on, then SELECT pg_reload_conf()' AS remedy
    WHERE current_setting('autovacuum') = 'off' OR current_setting('track_counts') = 'off'
    UNION ALL
    SELECT format('autovacuum is off for %s: dead rows pile up and plans go wrong', oid::REGCLASS), format('ALTER TABLE %s RESET (autovacuum_enabled)', oid::REGCLASS)
    FROM pg_class
    WHERE relnamespace = current_schema()::REGNAMESPACE AND relname IN ('resource_usage', 'instances', 'network_baselines')
        AND reloptions && '{autovacuum_enabled=false,autovacuum_enabled=off}'
)
SELECT 'WARN', message, remedy FROM wrong
UNION ALL
SELECT 'OK', 'on', NULL WHERE NOT EXISTS (SELECT FROM wrong)
