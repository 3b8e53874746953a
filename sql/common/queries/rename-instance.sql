-- No row: there is no such instance, or it is being deleted and gone already, as in find-instances. The name is no part of the key, so
-- batches that hold the row for their samples go on.
UPDATE instances SET name = $2
WHERE id = $1 AND NOT EXISTS (SELECT FROM instance_tombstones WHERE instance_id = $1 AND cleared_at IS NULL)
RETURNING created_at
