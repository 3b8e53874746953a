-- The store relies on: called again and again, launchstack_make_ahead() makes the partitions of the days from refresh_window ago to ahead from
-- now, those to come first; false when all are there.

-- The partitions, with the time that each holds; without the default one, which holds the rest.
CREATE OR REPLACE FUNCTION launchstack_parts() RETURNS TABLE (part REGCLASS, starts TIMESTAMPTZ, ends TIMESTAMPTZ)
LANGUAGE sql STABLE
-- In which PostgreSQL shows the bounds, so that they are read as they were meant.
SET timezone = 'UTC'
SET datestyle = 'ISO, YMD'
AS $$
    SELECT
        c.oid::REGCLASS,
        CASE bounds[1] WHEN 'MINVALUE' THEN '-infinity' ELSE trim(bounds[1], '''') END::TIMESTAMPTZ,
        CASE bounds[2] WHEN 'MAXVALUE' THEN 'infinity' ELSE trim(bounds[2], '''') END::TIMESTAMPTZ
    FROM pg_inherits AS i
    JOIN pg_class AS c ON c.oid = i.inhrelid
    CROSS JOIN LATERAL regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \((.+)\) TO \((.+)\)') AS bounds
    WHERE i.inhparent = 'resource_usage'::REGCLASS AND bounds IS NOT NULL
$$;

-- Rows that lie in the default partition already move to the new one. So many that it would take long stay where they are, with their day:
-- nothing depends on it but how they expire.
CREATE OR REPLACE FUNCTION launchstack_make_ahead(moment TIMESTAMPTZ) RETURNS BOOLEAN
LANGUAGE plpgsql
AS $$
DECLARE
    epoch CONSTANT TIMESTAMPTZ := '1970-01-01 00:00:00+00';
    day CONSTANT INTERVAL := '24 hours';
    most CONSTANT BIGINT := 500000;
    today CONSTANT TIMESTAMPTZ := date_bin(day, moment, epoch);
    missing TIMESTAMPTZ;
    strays BIGINT;
    name TEXT;
BEGIN
    FOR missing IN
        WITH parts AS MATERIALIZED (SELECT * FROM launchstack_parts())
        SELECT start
        FROM generate_series(
            date_bin(day, moment - launchstack_lifecycle_value('refresh_window'), epoch), moment + launchstack_lifecycle_value('ahead'), day) AS start
        WHERE NOT EXISTS (SELECT FROM parts AS p WHERE p.starts < start + day AND start < p.ends)
        ORDER BY start < today, start
    LOOP
        SELECT count(*) INTO strays
        FROM (SELECT FROM resource_usage_default WHERE timestamp >= missing AND timestamp < missing + day LIMIT most) AS some_rows;
        CONTINUE WHEN strays = most;

        -- Attaching locks instances. That lock comes first, as it does in every transaction that deletes an instance. An instances table of
        -- somebody else may refuse it, and gets it from the attaching.
        IF has_table_privilege('instances', 'UPDATE, DELETE, TRUNCATE') THEN
            LOCK TABLE instances IN SHARE ROW EXCLUSIVE MODE;
        END IF;

        name := 'resource_usage_' || to_char(missing AT TIME ZONE 'UTC', 'YYYYMMDD');
        EXECUTE format('CREATE TABLE %I (LIKE resource_usage INCLUDING ALL)', name);
        IF strays > 0 THEN
            LOCK TABLE ONLY resource_usage IN SHARE UPDATE EXCLUSIVE MODE;
            LOCK TABLE resource_usage_default IN ACCESS EXCLUSIVE MODE;
            EXECUTE format(
                'WITH moved AS (DELETE FROM resource_usage_default WHERE timestamp >= $1 AND timestamp < $2 RETURNING *) INSERT INTO %I SELECT * FROM moved',
                name)
            USING missing, missing + day;
        END IF;

        -- Attached and not created as a partition, which would lock the whole against readers and writers.
        EXECUTE format('ALTER TABLE resource_usage ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, missing, missing + day);
        PERFORM launchstack_watch(name::REGCLASS);
        RETURN TRUE;
    END LOOP;

    RETURN FALSE;
END
$$;

SELECT launchstack_as_owner('launchstack_make_ahead(timestamptz)');

-- Keeps others from a partition, and with dropping it in mind from the whole.
CREATE OR REPLACE FUNCTION launchstack_close(part REGCLASS) RETURNS VOID
LANGUAGE plpgsql
AS $$
BEGIN
    LOCK TABLE ONLY resource_usage IN ACCESS EXCLUSIVE MODE;
END
$$;

CREATE OR REPLACE FUNCTION launchstack_drop(part REGCLASS) RETURNS VOID
LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format('DROP TABLE %s', part);
END
$$;

-- Rows of days that have no partition. Whole days, like all others.
CREATE OR REPLACE FUNCTION launchstack_expire_strays(before TIMESTAMPTZ) RETURNS BOOLEAN
LANGUAGE plpgsql
AS $$
DECLARE
    day_start CONSTANT TIMESTAMPTZ := date_bin('24 hours', before, TIMESTAMPTZ '1970-01-01 00:00:00+00');
BEGIN
    IF NOT EXISTS (SELECT FROM resource_usage_default WHERE timestamp < day_start) THEN
        RETURN FALSE;
    END IF;

    IF (SELECT raw_since < day_start FROM launchstack_rollup) THEN
        IF launchstack_settle(day_start) THEN
            RETURN TRUE;
        END IF;

        LOCK TABLE ONLY resource_usage IN SHARE ROW EXCLUSIVE MODE;
        PERFORM launchstack_forget(day_start);
    END IF;

    DELETE FROM resource_usage_default
    WHERE ctid = ANY (ARRAY(SELECT ctid FROM resource_usage_default WHERE timestamp < day_start LIMIT 10000));
    RETURN TRUE;
END
$$;

-- Partitions are made by launchstack_make_ahead(), all else reads launchstack_lifecycle each time.
CREATE OR REPLACE FUNCTION launchstack_apply_lifecycle() RETURNS VOID
LANGUAGE sql
AS $$
$$;
