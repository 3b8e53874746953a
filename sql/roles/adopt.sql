-- Gives what an earlier role of the service owns to launchstack_owner: for a database whose silo created the schema as a role of its
-- own, before there were roles for it. A superuser runs this with psql, after roles.sql, with the silos stopped:
--
--   psql postgresql://postgres@host/launchstack -v from=launchstack -f adopt.sql
--
-- It takes everything in schema public that the role owns. Where that role owns tables of others too, leave it as it is: the service
-- works with one role as well.

\set ON_ERROR_STOP on
\set QUIET on
\set VERBOSITY terse
\pset tuples_only on
\pset format unaligned

\if :{?from}
\else
\set from ''
DO $$ BEGIN RAISE EXCEPTION 'the role whose tables are adopted is missing: psql -v from=ROLE'; END $$;
\endif

BEGIN;

-- TimescaleDB calls them materialized views, PostgreSQL views.
CREATE TEMPORARY TABLE aggregates (view regclass) ON COMMIT DROP;
SELECT to_regclass('timescaledb_information.continuous_aggregates') IS NOT NULL AS has_timescale
\gset
\if :has_timescale
INSERT INTO aggregates SELECT format('%I.%I', view_schema, view_name)::regclass FROM timescaledb_information.continuous_aggregates;
\endif

-- Sequences, indexes, chunks and jobs go with their tables. What an extension brought stays the extension's.
SELECT format('ALTER %s %s OWNER TO launchstack_owner', kind, name)
FROM (
    SELECT oid, pg_class.oid::regclass::text AS name, CASE
        WHEN relkind = 'm' OR oid IN (SELECT view FROM aggregates) THEN 'MATERIALIZED VIEW'
        WHEN relkind = 'v' THEN 'VIEW'
        ELSE 'TABLE' END AS kind
    FROM pg_class
    WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace = 'public'::regnamespace AND relowner = :'from'::regrole
    UNION ALL
    SELECT oid, oid::regprocedure::text, 'ROUTINE'
    FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND proowner = :'from'::regrole) AS owned
WHERE NOT EXISTS (SELECT FROM pg_depend WHERE objid = owned.oid AND deptype = 'e')
\gexec

COMMIT;
