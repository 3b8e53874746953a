-- For people: what it takes on disk, and what compression does to it.
SELECT
    'OK',
    format(
        'resource_usage takes %s of the database''s %s%s',
        pg_size_pretty(hypertable_size('resource_usage')),
        pg_size_pretty(pg_database_size(current_database())),
        (
            SELECT format('; %s of %s chunks are compressed, to %s %% of their size', number_compressed_chunks, total_chunks,
                round(100.0 * after_compression_total_bytes / nullif(before_compression_total_bytes, 0), 1))
            FROM hypertable_compression_stats('resource_usage') WHERE number_compressed_chunks > 0
        )),
    NULL
