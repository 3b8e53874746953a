-- The store relies on nothing here; disks do. The last 62 bits of the ids of a batch are the same for all its rows, and the extension
-- stores them row by row: it compresses ids by their times and tells PostgreSQL not to compress what comes out. This job lets PostgreSQL do
-- so, and rewrites each compressed chunk once, which takes about a quarter off it (docs/performance.md). Every value stays as it is.
-- A chunk whose compressed relation is made anew gets its turn again. CLUSTER and not TRUNCATE: a running dump must not miss rows.
CREATE OR REPLACE PROCEDURE launchstack_repack(job_id INT DEFAULT NULL, config JSONB DEFAULT NULL)
LANGUAGE plpgsql
AS $$
DECLARE
    batches REGCLASS;
    ordering REGCLASS;
BEGIN
    FOR batches, ordering IN
        SELECT s.compress_relid, (SELECT indexrelid FROM pg_index WHERE indrelid = s.compress_relid ORDER BY indexrelid LIMIT 1)
        FROM _timescaledb_catalog.compression_settings AS s
        JOIN timescaledb_information.chunks AS c ON s.relid = format('%I.%I', c.chunk_schema, c.chunk_name)::REGCLASS
        JOIN pg_attribute AS a ON a.attrelid = s.compress_relid AND a.attname = 'id' AND a.attstorage = 'e'
        WHERE c.hypertable_schema = coalesce(config ->> 'schema', current_schema()) AND c.hypertable_name = 'resource_usage'
    LOOP
        -- The extension moves values out of line from 128 bytes on; small ones take less beside the others of their row.
        EXECUTE format('ALTER TABLE %s SET (toast_tuple_target = 2040)', batches);
        EXECUTE format('ALTER TABLE %s ALTER COLUMN id SET STORAGE EXTENDED', batches);
        EXECUTE format('CLUSTER %s USING %I', batches, (SELECT relname FROM pg_class WHERE oid = ordering));

        -- One chunk a transaction: the lock on it is short, and what is done stays done.
        COMMIT;
    END LOOP;
END
$$;
