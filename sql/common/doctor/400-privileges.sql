-- What a silo does with this role. Partitions and chunks are reached through their parents.
WITH needed (name, privileges) AS (
    VALUES
        ('resource_usage', '{SELECT,INSERT}'::TEXT[]),
        ('instances', CASE WHEN obj_description(to_regclass('instances'), 'pg_class') = 'Managed by LaunchStack Metrics' THEN '{SELECT,INSERT}' ELSE '{SELECT}' END::TEXT[]),
        ('network_baselines', '{SELECT,INSERT,UPDATE}'),
        ('launchstack_lifecycle', '{SELECT}'),
        ('launchstack_maintenance', '{SELECT,INSERT,UPDATE}'),
        ('instance_tombstones', '{SELECT,INSERT,UPDATE,DELETE}'),
        ('launchstack_dead_letters', '{SELECT,INSERT,UPDATE,DELETE}'),
        ('launchstack_schema_versions', '{SELECT}'),
        ('resource_usage_hourly', '{SELECT}'),
        ('resource_usage_daily', '{SELECT}'),
        ('resource_usage_rollup', '{SELECT}'),
        ('resource_usage_dirty', '{SELECT}'),
        ('launchstack_rollup', '{SELECT}'),
        ('orleansquery', '{SELECT}'),
        ('orleans_cluster', '{SELECT,INSERT,UPDATE}'),
        ('orleans_silo', '{SELECT,INSERT,UPDATE,DELETE}'),
        ('orleans_grain_state', '{SELECT,INSERT,UPDATE}')
),
missing AS (
    SELECT string_agg(p, ', ' ORDER BY p) AS privileges, 'TABLE ' || to_regclass(name) AS item
    FROM needed CROSS JOIN LATERAL unnest(privileges) AS p
    -- Not every tier has every table; one that is missing is for other checks to name.
    WHERE to_regclass(name) IS NOT NULL AND NOT has_table_privilege(to_regclass(name), p)
    GROUP BY name
    UNION ALL
    -- PostgreSQL asks for it before it lets a row be locked against its deletion, which every commit of samples does.
    SELECT 'UPDATE (id)', 'TABLE instances'
    WHERE NOT has_column_privilege('instances', 'id', 'UPDATE')
    UNION ALL
    SELECT 'EXECUTE', 'FUNCTION ' || oid::REGPROCEDURE
    FROM pg_proc
    WHERE pronamespace = current_schema()::REGNAMESPACE AND proname LIKE 'launchstack\_%' AND NOT has_function_privilege(oid, 'EXECUTE')
)
SELECT
    'WARN',
    format('the role %s only reads, so the doctor cannot say whether a silo''s role may do what it must', current_user),
    'examine the database as launchstack_writer or as the owner'
FROM missing
WHERE to_regrole('launchstack_reader') IS NOT NULL AND pg_has_role('launchstack_reader', 'USAGE') AND NOT pg_has_role('launchstack_writer', 'USAGE')
HAVING count(*) > 0
UNION ALL
SELECT
    'FAIL',
    format('a silo cannot run as the role %s, which lacks %s', current_user, string_agg(privileges || ' on ' || lower(item), ', ' ORDER BY item)),
    CASE
        WHEN to_regrole('launchstack_writer') IS NULL THEN string_agg(format('GRANT %s ON %s TO %I', privileges, item, current_user), '; ' ORDER BY item)
        WHEN pg_has_role('launchstack_writer', 'USAGE') THEN 'launchstack db setup as the owner of the tables'
        ELSE format('GRANT launchstack_writer TO %I', current_user)
    END
FROM missing
WHERE to_regrole('launchstack_reader') IS NULL OR NOT pg_has_role('launchstack_reader', 'USAGE') OR pg_has_role('launchstack_writer', 'USAGE')
HAVING count(*) > 0
UNION ALL
SELECT
    'OK',
    format(
        'the role %s may do all that a silo does%s',
        current_user,
        CASE
            WHEN r.rolsuper THEN ', and everything else: it is a superuser; launchstack_writer is enough for a silo'
            WHEN pg_has_role(c.relowner, 'USAGE') THEN ', and change the schema: it owns the tables; launchstack_writer is enough for a silo'
            ELSE ', and not change the schema'
        END),
    NULL
FROM pg_roles AS r, pg_class AS c
WHERE r.rolname = current_user AND c.oid = to_regclass('resource_usage') AND NOT EXISTS (SELECT FROM missing)
