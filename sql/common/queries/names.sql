-- Through jsonb, because a table that was here before us may lack the column.
SELECT i.id, coalesce(to_jsonb(i) ->> 'name', '') AS name
FROM instances AS i
WHERE i.id = ANY ($1)
