-- A silo takes at most 20 connections. Reserved ones are not for it.
WITH budget AS (
    SELECT
        current_setting('max_connections')::INTEGER - current_setting('superuser_reserved_connections')::INTEGER
            - coalesce(current_setting('reserved_connections', true)::INTEGER, 0) AS available,
        (SELECT count(*) FROM orleans_silo WHERE status = 3 AND i_am_alive_time > now() - INTERVAL '10 minutes') AS silos,
        (SELECT count(*) FROM pg_stat_activity WHERE backend_type IS NULL OR backend_type = 'client backend') AS used,
        (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user AND NOT rolsuper) AS of_role,
        (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database()) AS of_database
)
SELECT
    CASE WHEN needed > allowed THEN 'FAIL' WHEN needed > allowed * 0.8 OR used > available * 0.9 THEN 'WARN' ELSE 'OK' END,
    format('%s silos run and take up to 20 connections each, %s are allowed, %s of the server are in use', silos, allowed, used),
    CASE WHEN needed > allowed * 0.8 OR used > available * 0.9 THEN 'raise max_connections (and limits of role and database), use fewer silos, or put a transaction pooler in between' END
FROM (SELECT *, 20 * greatest(silos, 1) AS needed, least(available, of_role, of_database) AS allowed FROM budget) AS b
