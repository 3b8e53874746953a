-- The source's table $1: its exact name, its pages where rows can be read by them (an ordinary table without parts), and the table of
-- instances: the one that instance_id references, or the one of that name beside the table. The verification relies on: no row where there
-- is no such table.
SELECT
    format('%I.%I', n.nspname, c.relname),
    CASE WHEN c.relkind = 'r' AND NOT c.relhassubclass THEN pg_relation_size(c.oid) / current_setting('block_size')::BIGINT END,
    (
        SELECT format('%I.%I', ns.nspname, i.relname)
        FROM pg_class AS i
        JOIN pg_namespace AS ns ON ns.oid = i.relnamespace
        JOIN pg_attribute AS a ON a.attrelid = i.oid AND a.attname = 'id' AND NOT a.attisdropped
        WHERE i.oid = coalesce(
            (
                SELECT k.confrelid FROM pg_constraint AS k
                JOIN pg_attribute AS own ON own.attrelid = c.oid AND own.attname = 'instance_id'
                WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conkey = ARRAY[own.attnum]
                LIMIT 1
            ),
            to_regclass(format('%I.instances', n.nspname))
        )
    )
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.oid = to_regclass($1)
