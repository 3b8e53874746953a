-- How far the rollup is behind. Answers are right all the same: what it does not have yet is computed from the raw rows, which takes longer
-- the more there is of it. Before its first run there is nothing to say.
WITH found AS (
    SELECT
        now() - rolled_until AS lag,
        (SELECT count(*) FROM (SELECT FROM resource_usage_dirty LIMIT 100000) AS some_marks) AS marks
    FROM launchstack_rollup
    WHERE rolled_until > '-infinity'
),
late AS (
    SELECT * FROM found WHERE lag > INTERVAL '4 hours' OR marks = 100000
)
SELECT
    'WARN',
    format('hours are rolled up to %s ago, and %s%s changes are not worked in: answers are computed from raw rows, which takes longer',
        date_trunc('minute', lag), CASE WHEN marks = 100000 THEN 'more than ' ELSE '' END, marks),
    'start a silo on this database, and see the check maintenance'
FROM late
UNION ALL
SELECT
    'OK',
    coalesce((SELECT format('hours are rolled up to %s ago, %s changes are not worked in', date_trunc('minute', lag), marks) FROM found), 'nothing is rolled up yet'),
    NULL
WHERE NOT EXISTS (SELECT FROM late)
