-- Rows of instances that are not registered: written with foreign_keys off. Steps through the index from instance to instance.
WITH RECURSIVE known (instance_id, place) AS (
    SELECT (SELECT min(instance_id) FROM resource_usage), 1
    UNION ALL
    SELECT (SELECT min(instance_id) FROM resource_usage AS r WHERE r.instance_id > known.instance_id), place + 1
    FROM known WHERE instance_id IS NOT NULL AND place < 10000
),
orphan AS (
    SELECT instance_id FROM known WHERE instance_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM instances AS i WHERE i.id = known.instance_id)
)
SELECT
    iif(count(*) = 0, 'OK', 'FAIL'),
    iif(count(*) = 0, 'none', format('rows of %d unknown instances, such as %s', count(*), lower(hex(min(instance_id))))),
    iif(count(*) = 0, NULL, 'DELETE FROM resource_usage WHERE instance_id NOT IN (SELECT id FROM instances)')
FROM orphan
