-- The columns of a table, and what it is.
SELECT a.attname, format_type(a.atttypid, NULL), a.attnotnull
FROM pg_attribute AS a
WHERE a.attrelid = $1::OID AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
