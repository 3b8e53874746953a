-- Makes the chunk that holds a moment. Under the Apache licence only a row does that: one that is gone again when the transaction ends. It needs
-- an instance; before the first one there is nothing to be pushed either.
CREATE OR REPLACE FUNCTION launchstack_make_chunk(moment TIMESTAMPTZ) RETURNS BOOLEAN
LANGUAGE plpgsql
AS $$
DECLARE
    row_id CONSTANT UUID := gen_random_uuid();
BEGIN
    -- In time whose raw rows have been dropped the row would leave its trace in the rollup.
    INSERT INTO resource_usage (id, instance_id, timestamp)
    SELECT row_id, i.id, moment FROM instances AS i, launchstack_rollup AS r WHERE r.raw_since <= moment - INTERVAL '1 hour' LIMIT 1;
    IF NOT FOUND THEN
        RETURN FALSE;
    END IF;

    DELETE FROM resource_usage WHERE id = row_id AND timestamp = moment;
    RETURN TRUE;
EXCEPTION
    WHEN foreign_key_violation THEN
        -- Its instance was deleted just now; the next call finds another.
        RETURN TRUE;
END
$$;

-- Keeps others from a chunk. Dropping it locks instances; that lock comes first, as it does in every transaction that writes samples or
-- deletes an instance. An instances table of somebody else may refuse it, and gets it from the drop.
CREATE OR REPLACE FUNCTION launchstack_close(part REGCLASS) RETURNS VOID
LANGUAGE plpgsql
AS $$
BEGIN
    IF has_table_privilege('instances', 'UPDATE, DELETE, TRUNCATE') THEN
        LOCK TABLE instances IN ACCESS EXCLUSIVE MODE;
        -- Nobody can push any more: no second wait.
        EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE NOWAIT', part);
    ELSE
        EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', part);
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION launchstack_drop(part REGCLASS) RETURNS VOID
LANGUAGE sql
AS $$
    SELECT _timescaledb_functions.drop_chunk(part)
$$;

-- A hypertable has a chunk for every row.
CREATE OR REPLACE FUNCTION launchstack_expire_strays(before TIMESTAMPTZ) RETURNS BOOLEAN
LANGUAGE sql IMMUTABLE
AS $$
    SELECT FALSE
$$;

CREATE OR REPLACE FUNCTION launchstack_apply_lifecycle() RETURNS VOID
LANGUAGE sql
AS $$
    SELECT launchstack_apply_chunk_interval()
$$;
