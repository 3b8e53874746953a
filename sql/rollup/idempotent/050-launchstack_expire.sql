-- The store relies on: called again and again, launchstack_expire() drops what is older than raw_retention and hourly_retention; false when
-- nothing of it is left. Hours outlive their raw rows: they are brought up to date before these go, and are not computed again after.
--
-- Each tier below Timescale has: launchstack_parts(), the chunks or partitions with the time that each holds;
-- launchstack_close(part), which keeps others from its rows until the end of the transaction; launchstack_drop(part);
-- launchstack_expire_strays(before), for expired rows that lie in no such part.

-- Ends the time before a moment for the raw rows, while nobody can change them any more.
CREATE OR REPLACE FUNCTION launchstack_forget(before TIMESTAMPTZ) RETURNS VOID
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM FROM launchstack_rollup FOR UPDATE NOWAIT;
    WHILE launchstack_recompute(before) LOOP
        NULL;
    END LOOP;
    UPDATE launchstack_rollup SET raw_since = greatest(raw_since, before);
END
$$;

-- Brings dirty hours before a moment up to date, some at a time; false when none is left but what is changed right now.
CREATE OR REPLACE FUNCTION launchstack_settle(before TIMESTAMPTZ) RETURNS BOOLEAN
LANGUAGE plpgsql
AS $$
DECLARE
    rolled CONSTANT TIMESTAMPTZ := (SELECT rolled_until FROM launchstack_rollup);
BEGIN
    IF rolled < before THEN
        RAISE EXCEPTION 'raw rows before % have expired and are kept, because the rollup has only got to %', before, rolled
            USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'See the task rollup; a transaction that stays open holds it up.';
    END IF;

    RETURN launchstack_recompute(before);
END
$$;

CREATE OR REPLACE FUNCTION launchstack_expire_hours(before TIMESTAMPTZ) RETURNS BOOLEAN
LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM resource_usage_rollup AS r
    USING (
        SELECT old.instance_id, old.bucket
        FROM instances AS i
        CROSS JOIN LATERAL (
            SELECT instance_id, bucket FROM resource_usage_rollup WHERE instance_id = i.id AND bucket < before ORDER BY bucket LIMIT 1000
        ) AS old
        LIMIT 5000
    ) AS old
    WHERE r.instance_id = old.instance_id AND r.bucket = old.bucket;
    RETURN FOUND;
END
$$;

CREATE OR REPLACE FUNCTION launchstack_expire(moment TIMESTAMPTZ) RETURNS BOOLEAN
LANGUAGE plpgsql
AS $$
DECLARE
    raw_end CONSTANT TIMESTAMPTZ := moment - launchstack_lifecycle_value('raw_retention');
    hours_end CONSTANT TIMESTAMPTZ := moment - launchstack_lifecycle_value('hourly_retention');
    expired RECORD;
BEGIN
    SELECT part, ends INTO expired FROM launchstack_parts() WHERE ends <= raw_end ORDER BY ends LIMIT 1;
    IF FOUND THEN
        IF NOT launchstack_settle(expired.ends) THEN
            PERFORM launchstack_close(expired.part);
            PERFORM launchstack_forget(expired.ends);
            PERFORM launchstack_drop(expired.part);
        END IF;

        RETURN TRUE;
    END IF;

    -- Hours only where their raw rows are gone, as those would bring them back.
    RETURN launchstack_expire_strays(raw_end)
        OR launchstack_expire_hours((SELECT least(hours_end, raw_since) FROM launchstack_rollup));
END
$$;

SELECT launchstack_as_owner('launchstack_expire(timestamptz)');
