INSERT INTO instances (id, created_at)
SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM instance_tombstones WHERE instance_id = ?1)
ON CONFLICT (id) DO NOTHING
