-- The foreign key can be checked once per batch instead of once per row, which writes almost twice as fast: by a role that may set
-- session_replication_role and lock the instances of a batch. Triggers of others would be passed over that way too.
-- Asked by the tables' owner, who should not be the silo's role, it is about the writer where there is one.
WITH silo AS (
    SELECT CASE
        WHEN to_regrole('launchstack_writer') IS NOT NULL
            AND pg_has_role((SELECT relowner FROM pg_class WHERE oid = to_regclass('resource_usage')), 'USAGE')
            THEN 'launchstack_writer'
        ELSE current_user::TEXT
    END AS role
),
wrong AS (
    SELECT
        format('the role %s may not set session_replication_role: the foreign key is checked row by row. A superuser may grant it; who has it can skip triggers', role) AS message,
        format('GRANT SET ON PARAMETER session_replication_role TO %I', role) AS remedy
    FROM silo
    WHERE NOT has_parameter_privilege(role, 'session_replication_role', 'SET')
    UNION ALL
    SELECT
        format('the role %s may not lock instances: the foreign key is checked row by row', role),
        format('GRANT SELECT, UPDATE (id) ON instances TO %I', role)
    FROM silo
    WHERE NOT (has_table_privilege(role, 'instances', 'SELECT') AND has_column_privilege(role, 'instances', 'id', 'UPDATE'))
    UNION ALL
    SELECT
        format('the trigger %s on resource_usage would be passed over: the foreign key is checked row by row', t.tgname),
        format('ALTER TABLE resource_usage ENABLE ALWAYS TRIGGER %I', t.tgname)
    FROM pg_trigger AS t
    JOIN pg_proc AS p ON p.oid = t.tgfoid
    WHERE t.tgrelid = to_regclass('resource_usage') AND NOT t.tgisinternal AND t.tgenabled = 'O' AND p.pronamespace::REGNAMESPACE::TEXT NOT LIKE '\_timescaledb%'
)
SELECT 'WARN', message, remedy FROM wrong
UNION ALL
SELECT 'OK', format('the role %s may check the foreign key once per batch, and skip triggers', role), NULL FROM silo WHERE NOT EXISTS (SELECT FROM wrong)
