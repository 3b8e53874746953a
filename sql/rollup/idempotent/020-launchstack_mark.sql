-- The store relies on: whoever changes raw rows of hours that are rolled up, or are being rolled up, marks these hours in the same
-- transaction, so that a reader's snapshot has both or neither. Samples are almost always newer; then nothing is written here.
-- Nobody waits here for anybody: a mark is a new row, and launchstack_rollup is only read.
CREATE OR REPLACE FUNCTION launchstack_mark() RETURNS TRIGGER
LANGUAGE plpgsql
AS $$
DECLARE
    epoch CONSTANT TIMESTAMPTZ := '1970-01-01 00:00:00+00';
    rollup launchstack_rollup;
BEGIN
    SELECT * INTO rollup FROM launchstack_rollup;

    -- A transaction that keeps its first snapshot does not see how far the rollup has got meanwhile.
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        rollup.marked_until := 'infinity';
    END IF;

    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT FROM written WHERE timestamp < rollup.marked_until) THEN
            RETURN NULL;
        END IF;

        INSERT INTO resource_usage_dirty (instance_id, bucket)
        SELECT DISTINCT w.instance_id, hour.bucket
        FROM written AS w CROSS JOIN LATERAL (SELECT date_bin('1 hour', w.timestamp, epoch) AS bucket) AS hour
        WHERE hour.bucket >= rollup.raw_since AND hour.bucket < rollup.marked_until;

        -- The hour's other raw rows may be gone. Sorted, so that two writers wait for each other instead of deadlocking.
        IF EXISTS (SELECT FROM written WHERE date_bin('1 hour', timestamp, epoch) < rollup.raw_since) THEN
            INSERT INTO resource_usage_rollup AS r
            SELECT
                w.instance_id, hour.bucket, MAX(cpu_usage), MAX(memory_usage), SUM(network_in), SUM(network_out), COUNT(*), SUM(cpu_usage),
                MIN(cpu_usage), SUM(memory_usage), MIN(memory_usage), MAX(memory_limit)
            FROM written AS w CROSS JOIN LATERAL (SELECT date_bin('1 hour', w.timestamp, epoch) AS bucket) AS hour
            WHERE hour.bucket < rollup.raw_since
            GROUP BY w.instance_id, hour.bucket
            ORDER BY w.instance_id, hour.bucket
            ON CONFLICT (instance_id, bucket) DO UPDATE SET
                max_cpu = greatest(r.max_cpu, excluded.max_cpu),
                max_memory = greatest(r.max_memory, excluded.max_memory),
                total_network_in = r.total_network_in + excluded.total_network_in,
                total_network_out = r.total_network_out + excluded.total_network_out,
                sample_count = r.sample_count + excluded.sample_count,
                sum_cpu = r.sum_cpu + excluded.sum_cpu,
                min_cpu = least(r.min_cpu, excluded.min_cpu),
                sum_memory = r.sum_memory + excluded.sum_memory,
                min_memory = least(r.min_memory, excluded.min_memory),
                max_memory_limit = greatest(r.max_memory_limit, excluded.max_memory_limit);
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO resource_usage_dirty (instance_id, bucket)
        SELECT DISTINCT changed.instance_id, hour.bucket
        FROM (SELECT instance_id, timestamp FROM erased UNION ALL SELECT instance_id, timestamp FROM written) AS changed
        CROSS JOIN LATERAL (SELECT date_bin('1 hour', changed.timestamp, epoch) AS bucket) AS hour
        WHERE hour.bucket >= rollup.raw_since AND hour.bucket < rollup.marked_until;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO resource_usage_dirty (instance_id, bucket)
        SELECT DISTINCT e.instance_id, hour.bucket
        FROM erased AS e CROSS JOIN LATERAL (SELECT date_bin('1 hour', e.timestamp, epoch) AS bucket) AS hour
        WHERE hour.bucket >= rollup.raw_since AND hour.bucket < rollup.marked_until;
    ELSE
        -- Truncated: like deleting every row that is there. What has expired before stays in the rollup.
        DELETE FROM resource_usage_dirty;
        DELETE FROM resource_usage_rollup WHERE bucket >= rollup.raw_since;
    END IF;

    RETURN NULL;
END
$$;

SELECT launchstack_as_owner('launchstack_mark()');

-- Has the changes of a table marked. For every session, also one that skips triggers with session_replication_role.
-- Only what is missing is made: creating a trigger keeps all writers of the table waiting.
CREATE OR REPLACE FUNCTION launchstack_watch(watched REGCLASS) RETURNS VOID
LANGUAGE plpgsql
AS $$
DECLARE
    missing RECORD;
BEGIN
    FOR missing IN
        SELECT *
        FROM (VALUES
            ('resource_usage_inserted', 'INSERT', 'REFERENCING NEW TABLE AS written'),
            ('resource_usage_updated', 'UPDATE', 'REFERENCING OLD TABLE AS erased NEW TABLE AS written'),
            ('resource_usage_deleted', 'DELETE', 'REFERENCING OLD TABLE AS erased'),
            ('resource_usage_truncated', 'TRUNCATE', '')) AS wanted (name, event, tables)
        WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = watched AND tgname = name)
            -- Truncating a table truncates its partitions, with their triggers.
            AND (event <> 'TRUNCATE' OR NOT (SELECT relispartition FROM pg_class WHERE oid = watched))
    LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER %s ON %s %s FOR EACH STATEMENT EXECUTE FUNCTION launchstack_mark()',
            missing.name, missing.event, watched, missing.tables);
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', watched, missing.name);
    END LOOP;
END
$$;

-- Partitions as well: a statement that names one does not fire the triggers of the whole.
SELECT launchstack_watch('resource_usage');
SELECT launchstack_watch(i.inhrelid)
FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
WHERE i.inhparent = 'resource_usage'::REGCLASS AND c.relispartition;
