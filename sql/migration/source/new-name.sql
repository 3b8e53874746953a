-- What the table is called once its rows are migrated, whether something else is, and whether this role may call it so.
SELECT
    n.name, format('%I', n.name), to_regclass(format('%I.%I', $1, n.name)) IS NOT NULL,
    (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = $3) AND has_schema_privilege($1, 'CREATE'), current_user::TEXT
FROM (SELECT left($2, 54) || '_migrated' AS name) AS n
