-- Through jsonb, because a table that was here before us may lack the columns, and must not depend on our having read them.
SELECT i.id,
    coalesce(to_jsonb(i) ->> 'name', '') AS name,
    coalesce((to_jsonb(i) ->> 'created_at')::TIMESTAMPTZ, TIMESTAMPTZ 'epoch') AS created_at
FROM instances AS i
WHERE i.id = $1
