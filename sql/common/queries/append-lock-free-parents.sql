-- As append-lock-parents, without those that somebody else's transaction has locked: the batch does not wait for it. Nothing of the service's
-- own is in the way: writers share these locks, and an instance that is being deleted is not looked for.
SELECT id FROM instances
WHERE id = ANY ($1) AND id <> ALL (ARRAY(SELECT instance_id FROM instance_tombstones WHERE cleared_at IS NULL))
ORDER BY id
FOR KEY SHARE OF instances SKIP LOCKED
