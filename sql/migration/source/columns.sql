-- The columns of a table.
SELECT a.attname::TEXT, format_type(a.atttypid, NULL)
FROM pg_attribute AS a
WHERE a.attrelid = $1::BIGINT::OID AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
