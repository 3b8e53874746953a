-- The role of Grafana and the like: launchstack_dashboards, which may read what launchstack_reader may, and no more at a time than leaves the
-- database to the silos. Whoever edits dashboards can send any statement as it. An administrator runs this with psql after roles.sql:
--
--   LAUNCHSTACK_DASHBOARDS_PASSWORD=… psql postgresql://postgres@host/launchstack -f dashboards.sql
--
-- The password is the variable dashboards_password (psql -v), else LAUNCHSTACK_DASHBOARDS_PASSWORD in the environment. Without one the
-- role keeps the password that it has, and a new role has none.

\set ON_ERROR_STOP on
\set QUIET on
\set ECHO none
\set VERBOSITY terse
\set SHOW_CONTEXT never
\pset tuples_only on
\pset format unaligned

\if :{?dashboards_password} \else \getenv dashboards_password LAUNCHSTACK_DASHBOARDS_PASSWORD
\endif
\if :{?dashboards_password} \else \set dashboards_password ''
\endif

DO $$
BEGIN
    IF NOT (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        RAISE EXCEPTION 'role % may not create roles: run this as a superuser', current_user;
    END IF;
    IF to_regrole('launchstack_reader') IS NULL THEN
        RAISE EXCEPTION 'there is no role launchstack_reader: run roles.sql first';
    END IF;
END $$;

-- The statement below holds a password: it must not end in the server's log or in its statistics. Only a superuser may say so.
SELECT set_config(name, value, false)
FROM (VALUES
    ('log_statement', 'none'),
    ('log_min_duration_statement', '-1'),
    ('log_min_error_statement', 'panic'),
    ('pg_stat_statements.track', 'none')) AS quiet (name, value)
WHERE (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
\g /dev/null

BEGIN;

-- Two runs at the same time would both find the role missing.
SELECT pg_advisory_xact_lock(hashtext('launchstack roles'))
\g /dev/null

SELECT 'CREATE ROLE launchstack_dashboards'
WHERE to_regrole('launchstack_dashboards') IS NULL
\gexec

ALTER ROLE launchstack_dashboards LOGIN CONNECTION LIMIT 10;
SELECT 'GRANT launchstack_reader TO launchstack_dashboards'
WHERE NOT pg_has_role('launchstack_dashboards', 'launchstack_reader', 'MEMBER')
\gexec
GRANT CONNECT ON DATABASE :"DBNAME" TO launchstack_dashboards;

-- Against slips, and not against malice: a session may set them anew. What it may not do is write, since its role has no right to.
ALTER ROLE launchstack_dashboards SET default_transaction_read_only = on;
ALTER ROLE launchstack_dashboards SET statement_timeout = '30s';
ALTER ROLE launchstack_dashboards SET lock_timeout = '2s';
ALTER ROLE launchstack_dashboards SET idle_in_transaction_session_timeout = '1min';
-- A query of many instances would otherwise take the processors that commits need.
ALTER ROLE launchstack_dashboards SET max_parallel_workers_per_gather = 0;

SELECT format('ALTER ROLE launchstack_dashboards PASSWORD %L', :'dashboards_password')
WHERE :'dashboards_password' <> ''
\gexec

COMMIT;

SELECT format('launchstack_dashboards is ready in database %s', current_database()) || CASE WHEN :'dashboards_password' = ''
    THEN ': no password was given, it keeps the one it has, and a new role has none'
    ELSE '' END;
