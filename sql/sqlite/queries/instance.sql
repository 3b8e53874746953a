SELECT id, name, created_at FROM instances WHERE id = ?1
