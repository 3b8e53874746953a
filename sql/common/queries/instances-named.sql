-- As instances.sql, for names that match a regular expression. That reads every row, and jsonb would take most of the time: there the name is
-- the table's column where it has one, and else the one beside the table. Character by character, whatever the column's collation.
SELECT i.id,
    coalesce(to_jsonb(i) ->> 'name', '') AS name,
    coalesce((to_jsonb(i) ->> 'created_at')::TIMESTAMPTZ, TIMESTAMPTZ 'epoch') AS created_at
FROM (SELECT NULL AS name) AS beside
CROSS JOIN instances AS i
WHERE ($1 IS NULL OR i.id > $1) AND coalesce((SELECT name::TEXT FROM (SELECT i.*) AS own), '') COLLATE "C" ~ $3
ORDER BY i.id
LIMIT $2
