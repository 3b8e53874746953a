-- The guide's third check, and that hours and days which are not refreshed yet are computed from newer rows.
WITH expected (name) AS (VALUES ('resource_usage_hourly'), ('resource_usage_daily')),
found AS (
    SELECT name, materialized_only FROM expected
    LEFT JOIN timescaledb_information.continuous_aggregates ON view_schema = current_schema() AND view_name = name
),
wrong AS (
    SELECT
        CASE
            WHEN materialized_only IS NULL THEN format('%s is no continuous aggregate here: its answers are missing', name)
            ELSE format('%s shows only what is refreshed: the newest rows are missing in it', name)
        END AS message,
        CASE
            WHEN materialized_only IS NULL THEN 'restore the database from a backup (docs/database.md)'
            ELSE format('ALTER MATERIALIZED VIEW %s SET (timescaledb.materialized_only = false)', name)
        END AS remedy
    FROM found WHERE materialized_only IS NOT FALSE
)
SELECT 'FAIL', message, remedy FROM wrong
UNION ALL
SELECT 'OK', 'resource_usage_hourly and resource_usage_daily', NULL WHERE NOT EXISTS (SELECT FROM wrong)
