-- For people: what it takes on disk, and what compression does to it.
SELECT
    'OK',
    format(
        'resource_usage takes %s of the database''s %s%s',
        pg_size_pretty(hypertable_size('resource_usage')),
        pg_size_pretty(pg_database_size(current_database())),
        (
            SELECT format('; %s of %s chunks are compressed, to %s %% of their size', number_compressed_chunks, total_chunks,
                round(100.0 * now_bytes / nullif(before_compression_total_bytes, 0), 1))
            FROM hypertable_compression_stats('resource_usage')
            -- The extension's own figure is that of the moment of compression; repacking and late rows come after it.
            CROSS JOIN (
                SELECT sum(pg_total_relation_size(s.compress_relid)) AS now_bytes
                FROM _timescaledb_catalog.compression_settings AS s
                JOIN timescaledb_information.chunks AS c ON s.relid = format('%I.%I', c.chunk_schema, c.chunk_name)::REGCLASS
                WHERE c.hypertable_schema = current_schema() AND c.hypertable_name = 'resource_usage'
            ) AS compressed
            WHERE number_compressed_chunks > 0
        )),
    NULL
