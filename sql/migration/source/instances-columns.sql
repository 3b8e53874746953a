-- Which columns of the table of instances are known here.
SELECT a.attname::TEXT
FROM pg_attribute AS a
WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped AND a.attname IN ('id', 'name', 'created_at')
