-- The table by the name that was given, whether this role may read it, and what tells it and its database from every other.
SELECT
    c.oid::BIGINT, n.nspname::TEXT, c.relname::TEXT, format('%I.%I', n.nspname, c.relname), c.relkind::TEXT,
    has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'), current_user::TEXT,
    concat_ws('/', (SELECT system_identifier FROM pg_control_system()), (SELECT oid FROM pg_database WHERE datname = current_database())),
    current_database()::TEXT, clock_timestamp(),
    i.name IS NOT NULL,
    EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb'),
    (
        WITH RECURSIVE tree AS (SELECT c.oid UNION SELECT i.inhrelid FROM pg_inherits AS i JOIN tree ON tree.oid = i.inhparent)
        SELECT sum(pg_total_relation_size(oid))::BIGINT FROM tree
    ),
    EXISTS (
        SELECT FROM pg_index AS i
        JOIN pg_class AS x ON x.oid = i.indexrelid
        JOIN pg_am AS m ON m.oid = x.relam AND m.amname = 'btree'
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] AND a.attname = 'timestamp'
        WHERE i.indrelid = c.oid AND i.indisvalid AND i.indpred IS NULL),
    i.name, quote_ident(n.nspname)
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
-- The table of instances: the one that instance_id references, else the one of that name beside the table.
LEFT JOIN LATERAL (
    SELECT format('%I.%I', ns.nspname, i.relname) AS name
    FROM pg_class AS i JOIN pg_namespace AS ns ON ns.oid = i.relnamespace
    WHERE i.oid = coalesce(
        (
            SELECT k.confrelid FROM pg_constraint AS k
            JOIN pg_attribute AS own ON own.attrelid = c.oid AND own.attname = 'instance_id'
            WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conkey = ARRAY[own.attnum]
            LIMIT 1
        ),
        to_regclass(format('%I.instances', n.nspname)))
) AS i ON TRUE
WHERE c.oid = to_regclass($1)
