-- The store relies on: launchstack_apply_lifecycle() brings chunk interval, policies and the owner's lock timeout to the values of
-- launchstack_lifecycle. A policy that is right is left alone, with its history; one that an operator has paused stays paused.

-- Brings one policy to its schedule and its settings. Fixed times, a different minute for each policy: two jobs that want a lock on the
-- same table would wait for each other, and pushes behind them. A run that gives way to a lock is tried again, without end.
CREATE OR REPLACE FUNCTION launchstack_apply_policy(policy TEXT, relation TEXT, every INTERVAL, minute INTERVAL, settings JSONB) RETURNS VOID
LANGUAGE plpgsql
AS $$
DECLARE
    patience CONSTANT INTERVAL := INTERVAL '5 minutes';
    first_start CONSTANT TIMESTAMPTZ := date_bin(every, now(), TIMESTAMPTZ '2000-01-01 00:00:00+00' + minute) + every;
    job RECORD;
BEGIN
    -- The first, where somebody has added another.
    SELECT * INTO job FROM timescaledb_information.jobs
    WHERE proc_name = policy AND hypertable_schema = current_schema() AND hypertable_name = relation
    ORDER BY job_id LIMIT 1;

    IF NOT FOUND THEN
        CASE policy
            WHEN 'policy_retention' THEN
                PERFORM add_retention_policy(
                    relation::REGCLASS, (settings ->> 'drop_after')::INTERVAL, schedule_interval => every, initial_start => first_start);
            WHEN 'policy_compression' THEN
                PERFORM add_compression_policy(
                    relation::REGCLASS, (settings ->> 'compress_after')::INTERVAL, schedule_interval => every, initial_start => first_start);
            ELSE
                PERFORM add_continuous_aggregate_policy(
                    relation::REGCLASS, (settings ->> 'start_offset')::INTERVAL, (settings ->> 'end_offset')::INTERVAL, every,
                    initial_start => first_start);
        END CASE;
        SELECT * INTO job FROM timescaledb_information.jobs
        WHERE proc_name = policy AND hypertable_schema = current_schema() AND hypertable_name = relation;
    END IF;

    IF job.schedule_interval <> every OR job.max_retries <> -1 OR job.retry_period <> patience
        OR EXISTS (SELECT FROM jsonb_each_text(settings) WHERE (job.config ->> key)::INTERVAL IS DISTINCT FROM value::INTERVAL)
    THEN
        PERFORM alter_job(
            job.job_id, schedule_interval => every, max_retries => -1, retry_period => patience, config => job.config || settings);
    END IF;
END
$$;

-- The jobs run as the tables' owner, and take over the role's settings. Without a limit, a retention job that waits for its lock on
-- instances would keep every push behind it waiting as well, for as long as somebody's transaction holds that table.
CREATE OR REPLACE FUNCTION launchstack_apply_lock_timeout() RETURNS VOID
LANGUAGE plpgsql
AS $$
DECLARE
    jobs_owner CONSTANT NAME := (SELECT relowner::REGROLE::NAME FROM pg_class WHERE oid = 'resource_usage'::REGCLASS);
    wanted CONSTANT TEXT := 'lock_timeout=' || extract(epoch FROM launchstack_lifecycle_value('lock_timeout'))::NUMERIC * 1000 || 'ms';
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_db_role_setting AS s
        JOIN pg_database AS d ON d.oid = s.setdatabase AND d.datname = current_database()
        JOIN pg_roles AS r ON r.oid = s.setrole AND r.rolname = jobs_owner
        WHERE wanted = ANY (s.setconfig)
    ) THEN
        EXECUTE format('ALTER ROLE %I IN DATABASE %I SET lock_timeout = %L', jobs_owner, current_database(), split_part(wanted, '=', 2));
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    -- A member of the owner may do everything but this.
    RAISE WARNING 'run as % or as a superuser: ALTER ROLE % IN DATABASE % SET lock_timeout = %',
        jobs_owner, jobs_owner, current_database(), split_part(wanted, '=', 2);
END
$$;

-- Refuses a refresh window that reaches back to what is not there any more: dropped rows have left a note of their time, and a refresh that
-- gets to it takes the aggregate's rows away. Retention drops the oldest first, so comparing the oldest ones is enough.
CREATE OR REPLACE FUNCTION launchstack_check_reach(aggregate TEXT, source TEXT, moment_column TEXT, width INTERVAL, reach INTERVAL) RETURNS VOID
LANGUAGE plpgsql
AS $$
DECLARE
    present CONSTANT INTERVAL := (
        SELECT min((config ->> 'start_offset')::INTERVAL) FROM timescaledb_information.jobs
        WHERE proc_name = 'policy_refresh_continuous_aggregate' AND hypertable_schema = current_schema() AND hypertable_name = aggregate);
    kept TIMESTAMPTZ;
    source_since TIMESTAMPTZ;
BEGIN
    IF present IS NULL OR reach <= present THEN
        RETURN;
    END IF;

    EXECUTE format('SELECT min(bucket) FROM %I WHERE bucket >= $1 AND bucket < $2', aggregate) INTO kept USING now() - reach, now() - present;
    EXECUTE format('SELECT min(%I) FROM %I WHERE %1$I >= $1', moment_column, source) INTO source_since USING now() - reach;
    IF kept IS NOT NULL AND coalesce(source_since >= kept + width, true) THEN
        RAISE EXCEPTION
            'the refresh of % cannot reach back % yet: rows of % before % have been dropped, and would be missing from it. Raise the retention now, and the window when it is covered',
            aggregate, reach, source, coalesce(source_since::TEXT, 'now')
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION launchstack_apply_lifecycle() RETURNS VOID
LANGUAGE plpgsql
AS $$
DECLARE
    life CONSTANT JSONB := (SELECT jsonb_object_agg(name, value) FROM launchstack_lifecycle);
    daily CONSTANT INTERVAL := INTERVAL '1 day';
    refresh_every CONSTANT INTERVAL := life ->> 'refresh_interval';
BEGIN
    PERFORM launchstack_apply_chunk_interval();
    PERFORM launchstack_check_reach('resource_usage_hourly', 'resource_usage', 'timestamp', '1 hour', (life ->> 'refresh_window')::INTERVAL);
    PERFORM launchstack_check_reach('resource_usage_daily', 'resource_usage_hourly', 'bucket', '1 day', (life ->> 'daily_refresh_window')::INTERVAL);
    PERFORM launchstack_apply_policy(
        'policy_refresh_continuous_aggregate', 'resource_usage_hourly', refresh_every, '5 minutes',
        jsonb_build_object('start_offset', life -> 'refresh_window', 'end_offset', life -> 'refresh_lag'));
    PERFORM launchstack_apply_policy(
        'policy_refresh_continuous_aggregate', 'resource_usage_daily', refresh_every, '20 minutes',
        jsonb_build_object('start_offset', life -> 'daily_refresh_window', 'end_offset', life -> 'refresh_lag'));
    PERFORM launchstack_apply_policy(
        'policy_compression', 'resource_usage', daily, '1 hour 35 minutes', jsonb_build_object('compress_after', life -> 'compress_after'));
    PERFORM launchstack_apply_policy(
        'policy_compression', 'resource_usage_hourly', daily, '2 hours 35 minutes',
        jsonb_build_object('compress_after', life -> 'hourly_compress_after'));
    PERFORM launchstack_apply_policy(
        'policy_compression', 'resource_usage_daily', daily, '2 hours 50 minutes',
        jsonb_build_object('compress_after', life -> 'daily_compress_after'));
    PERFORM launchstack_apply_policy(
        'policy_retention', 'resource_usage', daily, '3 hours 35 minutes', jsonb_build_object('drop_after', life -> 'raw_retention'));
    PERFORM launchstack_apply_policy(
        'policy_retention', 'resource_usage_hourly', daily, '3 hours 50 minutes', jsonb_build_object('drop_after', life -> 'hourly_retention'));
    PERFORM launchstack_apply_policy(
        'policy_retention', 'resource_usage_daily', daily, '4 hours 50 minutes', jsonb_build_object('drop_after', life -> 'daily_retention'));
    IF NOT EXISTS (SELECT FROM timescaledb_information.jobs WHERE proc_schema = current_schema() AND proc_name = 'launchstack_repack') THEN
        PERFORM add_job(
            'launchstack_repack', daily, initial_start => date_bin(daily, now(), TIMESTAMPTZ '2000-01-01 02:05:00+00') + daily,
            fixed_schedule => true,
            -- A job has its owner's search path and not that of who made it.
            config => jsonb_build_object('schema', current_schema()));
    END IF;

    PERFORM launchstack_apply_lock_timeout();
END
$$;

-- Why a job's newest run failed; null where none has. The extension shows it to the job's owner alone, and the doctor may be somebody else.
CREATE OR REPLACE FUNCTION launchstack_job_error(job INT) RETURNS TEXT
LANGUAGE sql STABLE
AS $$
    SELECT err_message FROM timescaledb_information.job_errors WHERE job_id = job ORDER BY start_time DESC LIMIT 1
$$;

SELECT launchstack_as_owner('launchstack_job_error(int)');
