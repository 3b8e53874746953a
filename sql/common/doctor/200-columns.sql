-- The columns that the store writes and reads. A further column must fill itself, or every insert fails.
WITH expected (name, type) AS (
    VALUES
        ('id', 'uuid'), ('instance_id', 'uuid'), ('timestamp', 'timestamptz'), ('cpu_usage', 'float8'), ('memory_usage', 'int8'),
        ('memory_limit', 'int8'), ('network_in', 'int8'), ('network_out', 'int8')
),
actual AS (
    SELECT attname::TEXT AS name, atttypid AS type, attnotnull AND NOT atthasdef AND attidentity = '' AS is_demanding
    FROM pg_attribute WHERE attrelid = to_regclass('resource_usage') AND attnum > 0 AND NOT attisdropped
),
wrong AS (
    SELECT
        format('resource_usage.%s is %s and must be %s', name, coalesce(a.type::REGTYPE::TEXT, 'missing'), e.type::REGTYPE) AS message,
        'restore the table, or copy its rows into a database that launchstack db setup made' AS remedy
    FROM expected AS e LEFT JOIN actual AS a USING (name)
    WHERE a.type IS DISTINCT FROM e.type::REGTYPE
    UNION ALL
    SELECT
        format('resource_usage.%s is not ours, must not be null and has no default: no sample can be stored', name),
        format('ALTER TABLE resource_usage ALTER COLUMN %I DROP NOT NULL', name)
    FROM actual AS a WHERE is_demanding AND NOT EXISTS (SELECT FROM expected AS e WHERE e.name = a.name)
)
SELECT 'FAIL', message, remedy FROM wrong
UNION ALL
SELECT 'OK', 'resource_usage has the columns that the service writes', NULL WHERE NOT EXISTS (SELECT FROM wrong)
