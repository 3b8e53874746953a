-- Hours and days have no foreign key, so they outlive an instance that was deleted by plain SQL. Looks at eight days, from yesterday to two
-- years ago.
WITH day AS (
    SELECT date_trunc('day', now(), 'UTC') - ago * INTERVAL '1 day' AS bucket FROM unnest('{1,2,7,30,90,180,365,730}'::INTEGER[]) AS ago
),
seen AS (
    SELECT DISTINCT d.instance_id FROM day CROSS JOIN LATERAL (
        SELECT instance_id FROM resource_usage_daily AS r WHERE r.bucket = day.bucket
    ) AS d
),
orphan AS (
    SELECT instance_id, row_number() OVER () AS place FROM seen
    WHERE NOT EXISTS (SELECT FROM instances AS i WHERE i.id = seen.instance_id)
        AND NOT EXISTS (SELECT FROM instance_tombstones AS t WHERE t.instance_id = seen.instance_id AND t.purged_at IS NULL)
)
SELECT
    'WARN',
    format('hours and days of %s unknown instances, such as %s: deleted by plain SQL; the remedy takes a part each time', count(*), min(instance_id::TEXT)),
    format('SELECT launchstack_delete_usage(id) FROM unnest(%L::UUID[]) AS id', array_agg(instance_id) FILTER (WHERE place <= 10))
FROM orphan HAVING count(*) > 0
UNION ALL
SELECT 'OK', format('none among %s instances of eight days', (SELECT count(*) FROM seen)), NULL WHERE NOT EXISTS (SELECT FROM orphan)
