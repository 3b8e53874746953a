-- Every id is greater than the empty one.
SELECT id, name, created_at FROM instances WHERE id > ?1 ORDER BY id LIMIT ?2
