-- The three roles of least privilege. An administrator (a superuser, or on a managed service its master user) runs this with psql
-- against the service's database, before `launchstack db setup`; once, and again whenever a password is to change:
--
--   LAUNCHSTACK_OWNER_PASSWORD=… LAUNCHSTACK_WRITER_PASSWORD=… psql postgresql://postgres@host/launchstack -f roles.sql
--
-- launchstack_owner    owns the tables: `launchstack db setup` connects as it, and the jobs of TimescaleDB run as it, which is why
--                      it has to be able to log in
-- launchstack_writer   the silo
-- launchstack_reader   people; dashboards get a role of their own, with limits, from dashboards.sql
--
-- A password is the variable owner_password, writer_password or reader_password (psql -v), else LAUNCHSTACK_OWNER_PASSWORD and so on in
-- the environment. Without one a role keeps the password that it has, and a new role has none.
-- What the roles may do with the tables is granted by `launchstack db setup`, each time it runs, where roles of these names exist.
-- Nothing here is read by the service: files in this folder are for psql.

\set ON_ERROR_STOP on
\set QUIET on
\set ECHO none
\set VERBOSITY terse
\set SHOW_CONTEXT never
\pset tuples_only on
\pset format unaligned

\if :{?owner_password} \else \getenv owner_password LAUNCHSTACK_OWNER_PASSWORD
\endif
\if :{?owner_password} \else \set owner_password ''
\endif
\if :{?writer_password} \else \getenv writer_password LAUNCHSTACK_WRITER_PASSWORD
\endif
\if :{?writer_password} \else \set writer_password ''
\endif
\if :{?reader_password} \else \getenv reader_password LAUNCHSTACK_READER_PASSWORD
\endif
\if :{?reader_password} \else \set reader_password ''
\endif

DO $$
BEGIN
    IF current_setting('server_version_num')::int < 150000 THEN
        RAISE EXCEPTION 'PostgreSQL % is too old: 15 is the oldest that is supported', current_setting('server_version');
    END IF;
    IF NOT (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        RAISE EXCEPTION 'role % may not create roles: run this as a superuser', current_user;
    END IF;
END $$;

-- The statements below hold passwords: they must not end in the server's log or in its statistics. Only a superuser may say so.
SELECT set_config(name, value, false)
FROM (VALUES
    ('log_statement', 'none'),
    ('log_min_duration_statement', '-1'),
    ('log_min_error_statement', 'panic'),
    ('pg_stat_statements.track', 'none')) AS quiet (name, value)
WHERE (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
\g /dev/null

BEGIN;

-- Two runs at the same time, in two databases of one server, would both find a role missing.
SELECT pg_advisory_xact_lock(hashtext('launchstack roles'))
\g /dev/null

SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY['launchstack_owner', 'launchstack_writer', 'launchstack_reader']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

ALTER ROLE launchstack_owner LOGIN;
ALTER ROLE launchstack_writer LOGIN;
ALTER ROLE launchstack_reader LOGIN;

SELECT format('ALTER ROLE %I PASSWORD %L', name, password)
FROM (VALUES
    ('launchstack_owner', :'owner_password'),
    ('launchstack_writer', :'writer_password'),
    ('launchstack_reader', :'reader_password')) AS given (name, password)
WHERE password <> ''
\gexec

GRANT CONNECT ON DATABASE :"DBNAME" TO launchstack_owner, launchstack_writer, launchstack_reader;
-- On the database, for the extension: timescaledb is a trusted one, which whoever may create schemas may create.
GRANT CREATE ON DATABASE :"DBNAME" TO launchstack_owner;
GRANT USAGE, CREATE ON SCHEMA public TO launchstack_owner;
GRANT USAGE ON SCHEMA public TO launchstack_writer, launchstack_reader;

-- Databases that began before PostgreSQL 15 let everybody create in public, and with that slip a function or an operator under the
-- statements of others.
SELECT 'Everybody could create in schema public: revoked, as in databases since PostgreSQL 15.'
WHERE EXISTS (
    SELECT FROM pg_namespace, aclexplode(nspacl) AS acl
    WHERE nspname = 'public' AND acl.grantee = 0 AND acl.privilege_type = 'CREATE');
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- Reserved for a writer that checks the foreign key once per batch instead of once per row (docs/database.md). Whoever may set this
-- parameter can skip triggers: the role is the silo's and nobody else's. Without the grant the silo writes all the same.
DO $$
BEGIN
    GRANT SET ON PARAMETER session_replication_role TO launchstack_writer;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE WARNING 'launchstack_writer may not set session_replication_role, as % may not grant it: foreign keys are checked row by row', current_user;
END $$;

-- An instances table of somebody else is only referenced and read. Its owner grants that, or a superuser: `launchstack db setup` cannot.
-- UPDATE of one column is what PostgreSQL asks for before it lets a row be locked against its deletion.
DO $$
BEGIN
    IF EXISTS (
        SELECT FROM pg_class
        WHERE oid = to_regclass('public.instances') AND pg_get_userbyid(relowner) <> 'launchstack_owner')
    THEN
        GRANT SELECT, REFERENCES ON public.instances TO launchstack_owner;
        GRANT SELECT, UPDATE (id) ON public.instances TO launchstack_writer;
        GRANT SELECT ON public.instances TO launchstack_reader;
    END IF;
END $$;

COMMIT;

SELECT format('%s is ready in database %s', name, current_database()) || CASE WHEN password = ''
    THEN ': no password was given, it keeps the one it has, and a new role has none'
    ELSE '' END
FROM (VALUES
    ('launchstack_owner', :'owner_password'),
    ('launchstack_writer', :'writer_password'),
    ('launchstack_reader', :'reader_password')) AS given (name, password);
