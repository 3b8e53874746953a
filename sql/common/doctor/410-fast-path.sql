-- Whether the silo's role is ready for checking the foreign key once per batch instead of once per row: it has to be able to set
-- session_replication_role. Triggers of others would be passed over that way too.
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
        format('the role %s may not set session_replication_role: so that the foreign key can only be checked row by row. A superuser may grant it; who has it can skip triggers', role) AS message,
        format('GRANT SET ON PARAMETER session_replication_role TO %I', role) AS remedy
    FROM silo
    -- Who may not even write is no silo's role.
    WHERE NOT has_parameter_privilege(role, 'session_replication_role', 'SET') AND has_table_privilege(role, 'resource_usage', 'INSERT')
    UNION ALL
    SELECT
        format('the trigger %s on resource_usage would be passed over by a foreign key check per batch', t.tgname),
        format('ALTER TABLE resource_usage ENABLE ALWAYS TRIGGER %I', t.tgname)
    FROM pg_trigger AS t
    JOIN pg_proc AS p ON p.oid = t.tgfoid
    WHERE t.tgrelid = to_regclass('resource_usage') AND NOT t.tgisinternal AND t.tgenabled = 'O' AND p.pronamespace::REGNAMESPACE::TEXT NOT LIKE '\_timescaledb%'
)
SELECT 'WARN', message, remedy FROM wrong
UNION ALL
SELECT
    'OK',
    CASE WHEN has_table_privilege(role, 'resource_usage', 'INSERT')
        THEN format('the role %s may check the foreign key once per batch, and skip triggers', role)
        ELSE format('the role %s does not write', role)
    END,
    NULL
FROM silo WHERE NOT EXISTS (SELECT FROM wrong)
