-- No row: there is no such instance, or it is being deleted.
UPDATE instances SET name = ?2
WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM instance_tombstones WHERE instance_id = ?1)
RETURNING created_at
