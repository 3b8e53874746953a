-- The relations that hold a table's rows: the table itself, its partitions, its chunks.
WITH RECURSIVE tree AS (
    SELECT $1::BIGINT::OID AS oid
    UNION
    SELECT i.inhrelid FROM pg_inherits AS i JOIN tree ON tree.oid = i.inhparent
)
SELECT
    c.oid::BIGINT, format('%I.%I', n.nspname, c.relname), pg_relation_filenode(c.oid)::BIGINT,
    pg_relation_size(c.oid) / current_setting('block_size')::INT
FROM tree JOIN pg_class AS c USING (oid) JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r'
ORDER BY c.oid
