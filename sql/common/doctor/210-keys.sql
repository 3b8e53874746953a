-- The primary key makes a sample sent twice one row; the foreign key lets no sample outlive its instance.
WITH key AS (
    SELECT
        c.contype,
        c.confrelid,
        c.confdeltype,
        c.convalidated,
        (SELECT array_agg(a.attname::TEXT ORDER BY k.place)
            FROM unnest(c.conkey) WITH ORDINALITY AS k (attnum, place)
            JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.attnum) AS columns
    FROM pg_constraint AS c WHERE c.conrelid = to_regclass('resource_usage')
),
wrong AS (
    SELECT
        'resource_usage has no PRIMARY KEY (id, timestamp): a sample that is sent twice is stored twice' AS message,
        'ALTER TABLE resource_usage ADD PRIMARY KEY (id, timestamp)' AS remedy
    WHERE NOT EXISTS (SELECT FROM key WHERE contype = 'p' AND columns = '{id,timestamp}')
    UNION ALL
    SELECT
        'resource_usage.instance_id does not reference instances with ON DELETE CASCADE: rows outlive their instance',
        'ALTER TABLE resource_usage ADD FOREIGN KEY (instance_id) REFERENCES instances (id) ON DELETE CASCADE'
    WHERE NOT EXISTS (
        SELECT FROM key
        WHERE contype = 'f' AND columns = '{instance_id}' AND confrelid = to_regclass('instances') AND confdeltype = 'c' AND convalidated
    )
)
SELECT 'FAIL', message, remedy FROM wrong
UNION ALL
SELECT 'OK', 'primary key (id, timestamp), foreign key to instances', NULL WHERE NOT EXISTS (SELECT FROM wrong)
