-- The columns of the source's table $1, with their types.
SELECT attname::TEXT, format_type(atttypid, NULL)
FROM pg_attribute
WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped
