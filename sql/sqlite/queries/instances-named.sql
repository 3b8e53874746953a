-- As instances.sql, for names that match a pattern.
SELECT id, name, created_at FROM instances WHERE id > ?1 AND name GLOB ?3 ORDER BY id LIMIT ?2
