-- Rows of instances that are not registered: written past the foreign key. Steps through the index of the last two days from instance to
-- instance, ten thousand of them at the most. What is being deleted is no orphan.
WITH RECURSIVE recent AS (
    (SELECT instance_id, 1 AS place FROM resource_usage WHERE timestamp > now() - INTERVAL '2 days' ORDER BY instance_id LIMIT 1)
    UNION ALL
    SELECT next.instance_id, recent.place + 1
    FROM recent
    CROSS JOIN LATERAL (
        SELECT r.instance_id FROM resource_usage AS r
        WHERE r.instance_id > recent.instance_id AND r.timestamp > now() - INTERVAL '2 days' ORDER BY r.instance_id LIMIT 1
    ) AS next
    WHERE recent.place < 10000
),
orphan AS (
    SELECT instance_id, row_number() OVER () AS place FROM recent
    WHERE NOT EXISTS (SELECT FROM instances AS i WHERE i.id = recent.instance_id)
        AND NOT EXISTS (SELECT FROM instance_tombstones AS t WHERE t.instance_id = recent.instance_id AND t.purged_at IS NULL)
)
SELECT
    'FAIL',
    format('raw rows of %s unknown instances, such as %s', count(*), min(instance_id::TEXT)),
    format('SELECT launchstack_delete_usage(id) FROM unnest(%L::UUID[]) AS id', array_agg(instance_id) FILTER (WHERE place <= 10))
FROM orphan HAVING count(*) > 0
UNION ALL
SELECT 'OK', format('none among %s instances of the last two days', (SELECT count(*) FROM recent)), NULL WHERE NOT EXISTS (SELECT FROM orphan)
