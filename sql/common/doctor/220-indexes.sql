-- All queries of one instance go through this index.
SELECT
    CASE WHEN is_there THEN 'OK' ELSE 'WARN' END,
    CASE
        WHEN is_there THEN 'index (instance_id, timestamp)'
        ELSE 'resource_usage has no valid index (instance_id, timestamp): a query of one instance reads the rows of all'
    END,
    CASE WHEN NOT is_there THEN 'CREATE INDEX resource_usage_instance_id_timestamp_idx ON resource_usage (instance_id, timestamp DESC)' END
FROM (
    SELECT EXISTS (
        SELECT FROM pg_index AS i
        JOIN pg_attribute AS first ON first.attrelid = i.indrelid AND first.attnum = i.indkey[0]
        JOIN pg_attribute AS second ON second.attrelid = i.indrelid AND second.attnum = i.indkey[1]
        WHERE i.indrelid = to_regclass('resource_usage') AND i.indisvalid AND i.indpred IS NULL
            AND first.attname = 'instance_id' AND second.attname = 'timestamp'
    ) AS is_there
) AS search
