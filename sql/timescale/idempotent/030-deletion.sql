-- The store relies on: launchstack_delete_usage(instance) takes the instance's rows out of resource_usage and of its aggregates, a part
-- at each call, each call in a transaction of its own, and answers whether there may be more. When it has answered false, nothing is
-- left, and no refresh can bring back what was there: every transaction that could is over by then (see below).
-- It leaves the row in instances alone, so it serves the owner of a table instances that is not ours as well.

-- The rows of an instance in one hypertable, chunk by chunk: a statement for all chunks would plan and lock hundreds of them at once.
-- Quiet: without a note for the aggregates, which lose the same rows; with one, the next refresh would compute every touched hour again
-- for all instances. The extension's own way to delete whole compressed batches makes a note regardless of skip_cagg_invalidation
-- (2.28.3), so a quiet deletion takes the batches out of the compressed relation itself. Where that cannot be found, or lies otherwise,
-- the extension deletes with a note, which is slower and no less right.
CREATE OR REPLACE FUNCTION launchstack_delete_chunks(hypertable REGCLASS, instance UUID, quiet BOOLEAN) RETURNS BOOLEAN
LANGUAGE plpgsql
AS $$
DECLARE
    -- What one transaction takes, more or less, because a chunk is never parted. A batch is one row to delete, if a large one. Each call
    -- starts over with the oldest chunk, so calls should be few.
    enough CONSTANT BIGINT := 20000;
    batch CONSTANT BIGINT := 20;
    before CONSTANT TEXT := current_setting('timescaledb.skip_cagg_invalidation', true);
    deleted BIGINT := 0;
    part BIGINT;
    item RECORD;
BEGIN
    IF quiet THEN
        PERFORM set_config('timescaledb.skip_cagg_invalidation', 'on', true);
    END IF;

    FOR item IN
        WITH chunk AS MATERIALIZED (
            SELECT format('%I.%I', chunk_schema, chunk_name)::REGCLASS AS name, range_start
            FROM timescaledb_information.chunks
            WHERE (hypertable_schema, hypertable_name) = (
                SELECT n.nspname, c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = hypertable)
        )
        SELECT chunk.name, s.compress_relid AS batches
        FROM chunk
        LEFT JOIN _timescaledb_catalog.compression_settings AS s ON s.relid = chunk.name AND 'instance_id' = ANY (s.segmentby)
        ORDER BY chunk.range_start
    LOOP
        IF quiet AND item.batches IS NOT NULL THEN
            EXECUTE format('DELETE FROM %s WHERE instance_id = $1', item.batches) USING instance;
            GET DIAGNOSTICS part = ROW_COUNT;
            deleted := deleted + batch * part;
        END IF;

        EXECUTE format('DELETE FROM %s WHERE instance_id = $1', item.name) USING instance;
        GET DIAGNOSTICS part = ROW_COUNT;
        deleted := deleted + part;
        EXIT WHEN deleted >= enough;
    END LOOP;

    IF quiet THEN
        PERFORM set_config('timescaledb.skip_cagg_invalidation', before, true);
    END IF;

    RETURN deleted > 0;
END
$$;

-- Whether deletions may be quiet: only while all aggregates are ours. What somebody else's holds of an instance is not for us to delete, so
-- it has to hear of the change.
CREATE OR REPLACE FUNCTION launchstack_may_be_quiet() RETURNS BOOLEAN
LANGUAGE sql STABLE
AS $$
    SELECT current_setting('timescaledb.skip_cagg_invalidation', true) IS NOT NULL AND NOT EXISTS (
        WITH RECURSIVE made AS (
            SELECT current_schema() AS hypertable_schema, 'resource_usage'::NAME AS hypertable_name, true AS ours
            UNION
            SELECT
                a.materialization_hypertable_schema, a.materialization_hypertable_name,
                a.view_schema = current_schema() AND a.view_name IN ('resource_usage_hourly', 'resource_usage_daily')
            FROM made
            JOIN timescaledb_information.continuous_aggregates AS a USING (hypertable_schema, hypertable_name)
        )
        SELECT FROM made WHERE NOT ours)
$$;

CREATE OR REPLACE FUNCTION launchstack_delete_samples(instance UUID) RETURNS BOOLEAN
LANGUAGE sql
AS $$
    SELECT launchstack_delete_chunks('resource_usage', instance, launchstack_may_be_quiet())
$$;

-- Order: the raw rows first. Only when a call has found none are the hours looked at, and the days only when there are no hours: the rows
-- that they were made of are gone before they go. What could still make them anew is a refresh with an older snapshot. It has locked its
-- aggregate before it took that snapshot, and holds the lock until it commits: the lock taken here waits for it, and one that comes later
-- sees that the rows are gone. Readers are not kept waiting.
CREATE OR REPLACE FUNCTION launchstack_delete_usage(instance UUID) RETURNS BOOLEAN
LANGUAGE plpgsql
-- A limit for what is decompressed would only make a chunk that was compressed otherwise impossible to delete from.
SET timescaledb.max_tuples_decompressed_per_dml_transaction = 0
AS $$
DECLARE
    aggregate REGCLASS;
BEGIN
    IF launchstack_delete_samples(instance) THEN
        RETURN true;
    END IF;

    FOR aggregate IN
        SELECT format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name)::REGCLASS
        FROM timescaledb_information.continuous_aggregates
        WHERE view_schema = current_schema() AND view_name IN ('resource_usage_hourly', 'resource_usage_daily')
        ORDER BY view_name DESC
    LOOP
        EXECUTE format('LOCK TABLE ONLY %s IN SHARE ROW EXCLUSIVE MODE', aggregate);
        IF launchstack_delete_chunks(aggregate, instance, launchstack_may_be_quiet()) THEN
            RETURN true;
        END IF;
    END LOOP;

    RETURN false;
END
$$;

SELECT launchstack_as_owner('launchstack_delete_usage(uuid)');
