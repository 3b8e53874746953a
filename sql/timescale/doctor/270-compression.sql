-- One instance's rows of a chunk lie together, newest first: reading and deleting an instance touches its batches alone.
WITH expected (name, statement, relation, column_name) AS (
    SELECT 'resource_usage', 'ALTER TABLE', to_regclass('resource_usage'), 'timestamp'
    UNION ALL
    SELECT view_name, 'ALTER MATERIALIZED VIEW', format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name)::REGCLASS, 'bucket'
    FROM timescaledb_information.continuous_aggregates
    WHERE view_schema = current_schema() AND view_name IN ('resource_usage_hourly', 'resource_usage_daily')
),
wrong AS (
    SELECT
        CASE
            WHEN s.segmentby IS NULL AND s.orderby IS NULL THEN format('compression of %s is off: it takes about eight times the space', e.name)
            ELSE format(
                'compression of %s has segmentby %s, orderby %s: reading or deleting one instance unpacks the rows of others; a change holds for chunks compressed after it',
                e.name, coalesce(s.segmentby, 'nothing'), coalesce(s.orderby, 'nothing'))
        END AS message,
        format('%s %s SET (timescaledb.enable_columnstore, timescaledb.segmentby = ''instance_id'', timescaledb.orderby = ''%s DESC'')',
            e.statement, e.name, e.column_name) AS remedy
    FROM expected AS e LEFT JOIN timescaledb_information.hypertable_columnstore_settings AS s ON s.hypertable = e.relation
    WHERE s.segmentby IS DISTINCT FROM 'instance_id' OR replace(s.orderby, '"', '') IS DISTINCT FROM e.column_name || ' DESC'
)
SELECT 'WARN', message, remedy FROM wrong
UNION ALL
SELECT 'OK', 'by instance, newest first', NULL WHERE NOT EXISTS (SELECT FROM wrong)
