-- The store relies on: launchstack_open_late(since, until, samples) decompresses what is compressed of that time where so many late samples
-- would cost more one by one, and returns the chunks that it has; launchstack_close_late(chunk) compresses one again. Between the two a chunk
-- is like any other: were it left open, the compression policy would come by.

-- A late row is looked for in every batch of its chunk, a quarter of a microsecond each; decompressing a chunk and compressing it again takes
-- six microseconds a row, and holds readers of the chunk up at its end (docs/performance.md). Whoever holds a chunk is given way to, for
-- rows can be stored without this.
CREATE OR REPLACE FUNCTION launchstack_open_late(since TIMESTAMPTZ, until TIMESTAMPTZ, samples BIGINT) RETURNS SETOF TEXT
LANGUAGE plpgsql SET lock_timeout = '5s'
AS $$
DECLARE
    -- In lookings into a batch.
    cost_of_row CONSTANT BIGINT := 25;
    -- More would take longer than the statement may.
    most_rows CONSTANT BIGINT := 5000000;
    parts REGCLASS[];
    rows_in_parts NUMERIC;
    batches_in_parts NUMERIC;
BEGIN
    SELECT array_agg(p.part), sum(s.numrows_pre_compression), sum(s.numrows_post_compression)
    INTO parts, rows_in_parts, batches_in_parts
    FROM launchstack_parts() AS p
    JOIN _timescaledb_catalog.chunk AS c ON format('%I.%I', c.schema_name, c.table_name)::REGCLASS = p.part
    JOIN _timescaledb_catalog.compression_chunk_size AS s ON s.chunk_id = c.id
    WHERE p.starts <= until AND p.ends > since;

    IF rows_in_parts <= most_rows AND samples * batches_in_parts > cost_of_row * rows_in_parts THEN
        RETURN QUERY SELECT decompress_chunk(part, if_compressed => TRUE)::TEXT FROM unnest(parts) AS part;
    END IF;
END
$$;

-- Only what the policy would compress as well.
CREATE OR REPLACE FUNCTION launchstack_close_late(chunk TEXT) RETURNS VOID
LANGUAGE plpgsql SET lock_timeout = '5s'
AS $$
BEGIN
    PERFORM compress_chunk(part, if_not_compressed => TRUE) FROM launchstack_parts()
    WHERE part::TEXT = chunk AND ends <= now() - launchstack_lifecycle_value('compress_after');
END
$$;

SELECT launchstack_as_owner('launchstack_open_late(timestamptz, timestamptz, bigint)'), launchstack_as_owner('launchstack_close_late(text)');
