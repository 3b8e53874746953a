-- The columns of the relations that hold the compressed batches, and a query of what they occupy.
SELECT
    column_name,
    string_agg(format('SELECT sum(pg_column_size(%I))::BIGINT AS size FROM %s', column_name, batches), ' UNION ALL ')
FROM (
    SELECT a.attname AS column_name, s.compress_relid::REGCLASS AS batches
    FROM _timescaledb_catalog.compression_settings s
    JOIN timescaledb_information.chunks c ON s.relid = format('%I.%I', c.chunk_schema, c.chunk_name)::REGCLASS
    JOIN pg_attribute a ON a.attrelid = s.compress_relid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.hypertable_name = 'resource_usage'
) AS columns
GROUP BY column_name
