-- No row: there is no such instance. One that is buried already and still there is returned again.
INSERT INTO instance_tombstones (instance_id, deleted_at)
SELECT id, ?2 FROM instances WHERE id = ?1
ON CONFLICT (instance_id) DO UPDATE SET deleted_at = excluded.deleted_at
RETURNING instance_id
