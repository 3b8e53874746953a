-- The store relies on: an instance's rows of a chunk lie together when compressed (segmentby), so that reading and deleting one instance
-- touches its batches alone. Named outright: the extension's own guess may be the column id, which makes one batch of every row.
-- A bloom filter on (id, timestamp) is what makes late rows affordable: ON CONFLICT (id, timestamp) then looks into the batches that may
-- hold the row. By default there is one on id alone as well, a byte a row that no statement uses; before 2.28 nothing can be chosen.
DO $$
DECLARE
    version CONSTANT INT[] := (
        SELECT string_to_array(substring(extversion FROM '^[0-9]+\.[0-9]+'), '.')::INT[] FROM pg_extension WHERE extname = 'timescaledb');
BEGIN
    ALTER TABLE resource_usage SET (
        timescaledb.compress,
        timescaledb.compress_segmentby = 'instance_id',
        timescaledb.compress_orderby = 'timestamp DESC'
    );

    IF version >= ARRAY[2, 28] THEN
        ALTER TABLE resource_usage SET (timescaledb.sparse_index = 'bloom(id,timestamp)');
    END IF;

    ALTER MATERIALIZED VIEW resource_usage_hourly SET (
        timescaledb.compress,
        timescaledb.compress_segmentby = 'instance_id',
        timescaledb.compress_orderby = 'bucket DESC'
    );
END
$$;
