-- The store relies on: called again and again, launchstack_roll() brings the rollup to the last finished hour and computes dirty hours
-- again; false when there is nothing to do for now. Each call is short, and safe beside writers and beside another call.

-- Computes some dirty hours again, of those that start before a moment; false when there are none, or when somebody else is at it.
CREATE OR REPLACE FUNCTION launchstack_recompute(before TIMESTAMPTZ) RETURNS BOOLEAN
LANGUAGE plpgsql
-- Planned for the times at hand, which leaves out chunks and partitions; what is estimated for them is never worth compiling.
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
DECLARE
    rollup launchstack_rollup;
    instances UUID[];
    buckets TIMESTAMPTZ[];
    first TIMESTAMPTZ;
    last TIMESTAMPTZ;
BEGIN
    SELECT * INTO rollup FROM launchstack_rollup FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN FALSE;
    END IF;

    -- Just the marks that this statement sees. The next one sees at least the rows that go with them; a change that comes later brings a
    -- mark of its own.
    WITH picked AS (
        SELECT DISTINCT instance_id, bucket FROM resource_usage_dirty
        WHERE bucket < least(before, rollup.rolled_until)
        ORDER BY instance_id, bucket
        LIMIT 200
    ), taken AS (
        DELETE FROM resource_usage_dirty AS d USING picked AS p WHERE d.instance_id = p.instance_id AND d.bucket = p.bucket
    )
    SELECT array_agg(instance_id), array_agg(bucket), min(bucket), max(bucket) INTO instances, buckets, first, last FROM picked;
    IF instances IS NULL THEN
        RETURN FALSE;
    END IF;

    WITH dirty AS (
        SELECT * FROM unnest(instances, buckets) AS d (instance_id, bucket) WHERE bucket >= rollup.raw_since
    ), fresh AS MATERIALIZED (
        SELECT raw.*
        FROM dirty AS d
        CROSS JOIN LATERAL launchstack_raw_hours(
            d.instance_id, d.bucket, d.bucket + INTERVAL '1 hour', first, last + INTERVAL '1 hour') AS raw
    ), emptied AS (
        DELETE FROM resource_usage_rollup AS r USING dirty AS d
        WHERE r.instance_id = d.instance_id AND r.bucket = d.bucket
            AND NOT EXISTS (SELECT FROM fresh AS f WHERE f.instance_id = d.instance_id AND f.bucket = d.bucket)
    )
    INSERT INTO resource_usage_rollup SELECT * FROM fresh
    ON CONFLICT (instance_id, bucket) DO UPDATE SET
        max_cpu = excluded.max_cpu,
        max_memory = excluded.max_memory,
        total_network_in = excluded.total_network_in,
        total_network_out = excluded.total_network_out,
        sample_count = excluded.sample_count,
        sum_cpu = excluded.sum_cpu,
        min_cpu = excluded.min_cpu,
        sum_memory = excluded.sum_memory,
        min_memory = excluded.min_memory,
        max_memory_limit = excluded.max_memory_limit;
    RETURN TRUE;
END
$$;

SELECT launchstack_as_owner('launchstack_recompute(timestamptz)');

-- Takes the hours after rolled_until into the rollup, as dirty ones, for launchstack_recompute(). In three steps, because a
-- transaction that has written without marking, as it was right when it looked, may not have committed yet.
CREATE OR REPLACE FUNCTION launchstack_roll(moment TIMESTAMPTZ) RETURNS BOOLEAN
LANGUAGE plpgsql
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
DECLARE
    epoch CONSTANT TIMESTAMPTZ := '1970-01-01 00:00:00+00';
    finished CONSTANT TIMESTAMPTZ := date_bin('1 hour', moment - launchstack_lifecycle_value('refresh_lag'), epoch);
    rollup launchstack_rollup;
    span INTERVAL;
    since TIMESTAMPTZ;
    until TIMESTAMPTZ;
BEGIN
    -- Before the row of launchstack_rollup, like all who lock both.
    LOCK TABLE ONLY resource_usage IN ACCESS SHARE MODE;
    IF launchstack_recompute('infinity') THEN
        RETURN TRUE;
    END IF;

    SELECT * INTO rollup FROM launchstack_rollup FOR UPDATE SKIP LOCKED;
    IF NOT FOUND OR (rollup.rolled_until = rollup.marked_until AND rollup.marked_until >= finished) THEN
        RETURN FALSE;
    END IF;

    -- First: from now on everybody marks.
    IF rollup.rolled_until = rollup.marked_until THEN
        UPDATE launchstack_rollup SET marked_until = finished, known_by = NULL;
        RETURN TRUE;
    END IF;

    -- Second: those who did not know it yet have a lower transaction id than this one. A higher id than any of this server is a restored one.
    IF rollup.known_by IS NULL OR rollup.known_by > pg_current_xact_id() THEN
        UPDATE launchstack_rollup SET known_by = pg_current_xact_id();
        RETURN TRUE;
    END IF;

    -- Third: when they are all gone.
    IF pg_snapshot_xmin(pg_current_snapshot()) < rollup.known_by THEN
        RETURN FALSE;
    END IF;

    -- A fleet of any size is looked at for as many hours as a step may take.
    span := greatest(1, 50000 / (SELECT count(*) + 1 FROM instances)) * INTERVAL '1 hour';
    since := rollup.rolled_until;
    IF NOT isfinite(since) OR rollup.marked_until - since > span THEN
        SELECT date_bin('1 hour', min(oldest.timestamp), epoch) INTO since
        FROM instances AS i
        CROSS JOIN LATERAL (
            SELECT timestamp FROM resource_usage
            WHERE instance_id = i.id AND timestamp > '-infinity' AND timestamp >= rollup.rolled_until AND timestamp < rollup.marked_until
            ORDER BY timestamp
            LIMIT 1
        ) AS oldest;
    END IF;

    until := least(since + span, rollup.marked_until);
    INSERT INTO resource_usage_dirty (instance_id, bucket)
    SELECT i.id, hour.bucket
    FROM instances AS i
    CROSS JOIN generate_series(since, until - INTERVAL '1 hour', INTERVAL '1 hour') AS hour (bucket)
    CROSS JOIN LATERAL (
        SELECT FROM resource_usage
        WHERE instance_id = i.id AND timestamp >= hour.bucket AND timestamp < hour.bucket + INTERVAL '1 hour'
            AND timestamp >= since AND timestamp < until
        LIMIT 1
    ) AS any_row;
    UPDATE launchstack_rollup SET rolled_until = until;
    RETURN TRUE;
END
$$;

SELECT launchstack_as_owner('launchstack_roll(timestamptz)');
