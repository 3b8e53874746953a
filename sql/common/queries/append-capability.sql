-- Whether this role may check the foreign key once per batch: it may pass over triggers, and lock parents; and whether nothing but the
-- foreign key would be passed over with them: no trigger of somebody else on the table or on a part of it, none that fires under
-- the replica role only, no other foreign key. Up to version 2.22 TimescaleDB noted changes for its aggregates with such a trigger;
-- since then it does so by itself, whatever the role.
WITH parts AS (
    SELECT 'resource_usage'::REGCLASS::OID AS oid
    UNION ALL
    SELECT inhrelid FROM pg_inherits WHERE inhparent = 'resource_usage'::REGCLASS
    UNION ALL
    SELECT 'network_baselines'::REGCLASS::OID
)
SELECT
    has_parameter_privilege('session_replication_role', 'SET')
    AND has_column_privilege('instances', 'id', 'UPDATE')
    AND NOT EXISTS (
        SELECT FROM pg_trigger AS t JOIN parts ON parts.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'R'))
    AND NOT EXISTS (
        SELECT FROM pg_constraint AS c JOIN parts ON parts.oid = c.conrelid WHERE c.contype = 'f' AND c.confrelid <> 'instances'::REGCLASS)
