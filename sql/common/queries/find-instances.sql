-- One that is being deleted is gone already for pushes, as in append-lock-parents; append-lock-free-parents relies on it.
SELECT id FROM instances
WHERE id = ANY ($1) AND id <> ALL (ARRAY(SELECT instance_id FROM instance_tombstones WHERE cleared_at IS NULL))
