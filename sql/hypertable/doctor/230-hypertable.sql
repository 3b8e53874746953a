-- The guide's second check: resource_usage is a hypertable, divided by time.
WITH found AS (
    SELECT h.num_chunks, d.column_name FROM timescaledb_information.hypertables AS h
    JOIN timescaledb_information.dimensions AS d USING (hypertable_schema, hypertable_name)
    WHERE h.hypertable_schema = current_schema() AND h.hypertable_name = 'resource_usage' AND d.dimension_number = 1
)
SELECT 'OK', format('resource_usage has %s chunks by %s', num_chunks, column_name), NULL FROM found WHERE column_name = 'timestamp'
UNION ALL
SELECT
    'FAIL',
    'resource_usage is no hypertable divided by timestamp: nothing is compressed or dropped',
    'restore the database with timescaledb_pre_restore() and timescaledb_post_restore(), or: SELECT create_hypertable(''resource_usage'', ''timestamp'', migrate_data => true)'
WHERE NOT EXISTS (SELECT FROM found WHERE column_name = 'timestamp')
