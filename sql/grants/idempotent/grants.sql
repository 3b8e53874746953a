-- The store relies on: where the roles of ../../roles/roles.sql are there, the writer may do all that a silo does and the reader may read,
-- neither may change the schema; functions that act with the owner's rights are for the writer alone. Runs last, and at each set-up, so
-- that new tables and functions are covered.
DO $$
DECLARE
    has_writer CONSTANT BOOLEAN := to_regrole('launchstack_writer') IS NOT NULL;
    has_reader CONSTANT BOOLEAN := to_regrole('launchstack_reader') IS NOT NULL;
    item RECORD;
BEGIN
    -- By default everybody may execute a function. A role of another name gets this with GRANT launchstack_writer TO it.
    FOR item IN
        SELECT p.oid::REGPROCEDURE::TEXT AS name FROM pg_proc AS p
        WHERE p.pronamespace = current_schema()::REGNAMESPACE AND p.proname LIKE 'launchstack\_%' AND p.prosecdef
            AND pg_has_role(p.proowner, 'USAGE')
    LOOP
        EXECUTE 'REVOKE ALL ON FUNCTION ' || item.name || ' FROM PUBLIC';
        IF has_writer THEN
            EXECUTE 'GRANT EXECUTE ON FUNCTION ' || item.name || ' TO launchstack_writer';
        END IF;
    END LOOP;

    -- Tables and views that are ours; partitions and chunks are reached through their parents.
    FOR item IN
        SELECT c.oid::REGCLASS::TEXT AS name, c.relname, c.relkind FROM pg_class AS c
        WHERE c.relnamespace = current_schema()::REGNAMESPACE AND c.relkind IN ('r', 'p', 'v', 'S') AND NOT c.relispartition
            AND (
                c.relname IN ('instances', 'network_baselines', 'instance_tombstones', 'orleansquery')
                OR c.relname IN ('resource_usage', 'resource_usage_hourly', 'resource_usage_daily', 'resource_usage_rollup', 'resource_usage_dirty')
                OR c.relname LIKE 'launchstack\_%' OR c.relname LIKE 'orleans\_%')
            AND pg_has_role(c.relowner, 'USAGE')
    LOOP
        IF has_writer THEN
            EXECUTE format(
                'GRANT %s ON %s TO launchstack_writer',
                CASE
                    WHEN item.relkind = 'S' THEN 'USAGE, SELECT'
                    WHEN item.relkind = 'v' THEN 'SELECT'
                    WHEN item.relname IN (
                        'launchstack_schema_versions', 'launchstack_lifecycle', 'resource_usage_rollup', 'resource_usage_dirty', 'launchstack_rollup')
                        THEN 'SELECT'
                    WHEN item.relname = 'resource_usage' THEN 'SELECT, INSERT'
                    WHEN item.relname = 'instances' THEN 'SELECT, INSERT, UPDATE'
                    ELSE 'SELECT, INSERT, UPDATE, DELETE'
                END,
                item.name);
        END IF;

        IF has_reader AND item.relkind <> 'S' AND item.relname NOT LIKE 'orleans%' THEN
            EXECUTE format('GRANT SELECT ON %s TO launchstack_reader', item.name);
        END IF;
    END LOOP;

    IF has_writer AND NOT has_table_privilege('launchstack_writer', 'instances', 'SELECT') THEN
        RAISE WARNING 'instances belongs to another role: its owner has to run GRANT SELECT, UPDATE (id) ON instances TO launchstack_writer';
    END IF;
END
$$;
