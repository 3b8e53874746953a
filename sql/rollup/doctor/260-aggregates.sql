-- What stands for the guide's third check where there are no continuous aggregates: the views are there, and so are the triggers that mark
-- every changed hour, whoever changes it and even where triggers are skipped. Silos make partitions with them.
WITH view AS (
    SELECT name FROM (VALUES ('resource_usage_hourly'), ('resource_usage_daily')) AS expected (name) WHERE to_regclass(name) IS NULL
),
watched AS (
    SELECT to_regclass('resource_usage') AS relation
    UNION ALL
    SELECT i.inhrelid FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
    WHERE i.inhparent = to_regclass('resource_usage') AND c.relispartition
),
blind AS (
    SELECT w.relation, min(e.name) AS name
    FROM watched AS w
    CROSS JOIN (VALUES ('resource_usage_inserted'), ('resource_usage_updated'), ('resource_usage_deleted')) AS e (name)
    LEFT JOIN pg_trigger AS t ON t.tgrelid = w.relation AND t.tgname = e.name
    WHERE t.tgenabled IS DISTINCT FROM 'A'
    GROUP BY w.relation
),
wrong AS (
    SELECT format('the view %s is missing', name) AS message, 'launchstack db setup' AS remedy FROM view
    UNION ALL
    SELECT
        format('%s of the tables of resource_usage do not note what changes, such as %s: hours and days no longer equal the raw rows', count(*), min(relation::REGCLASS::TEXT)),
        format('DROP TRIGGER IF EXISTS %I ON %s; SELECT launchstack_watch(%L)', min(name), min(relation::REGCLASS::TEXT), min(relation::REGCLASS::TEXT))
    FROM blind HAVING count(*) > 0
)
SELECT 'FAIL', message, remedy FROM wrong
UNION ALL
SELECT 'OK', 'resource_usage_hourly and resource_usage_daily, and every change is noted', NULL WHERE NOT EXISTS (SELECT FROM wrong)
