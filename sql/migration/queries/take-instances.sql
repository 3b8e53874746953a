-- Names and dates come along; an instance that was deleted here stays deleted.
INSERT INTO instances (id, name, created_at)
SELECT id, coalesce(name, ''), coalesce(created_at, now()) FROM unnest($1, $2, $3) AS new (id, name, created_at)
WHERE NOT EXISTS (SELECT FROM instance_tombstones AS t WHERE t.instance_id = new.id)
ORDER BY id
ON CONFLICT (id) DO NOTHING
