-- The migration relies on: while it copies, no policy refreshes, compresses or drops beside it, and whatever becomes of it, they go on: at
-- its end, or by a job of its own that looks each minute whether anybody still holds the lock.

-- One run at a time in a database, whoever starts it: "launchmg" in ASCII, as in lock.sql.
CREATE OR REPLACE FUNCTION launchstack_migration_key() RETURNS BIGINT
LANGUAGE sql IMMUTABLE
AS $$
    SELECT 7809652345811791207
$$;

-- Pauses the policies that run; those that an operator has paused before are not noted, and stay so.
CREATE OR REPLACE FUNCTION launchstack_migration_pause() RETURNS VOID
LANGUAGE plpgsql
AS $$
DECLARE
    job INT;
BEGIN
    IF to_regclass('timescaledb_information.jobs') IS NULL OR to_regprocedure('launchstack_repack(int, jsonb)') IS NULL THEN
        RETURN;
    END IF;

    FOR job IN
        INSERT INTO launchstack_migration_paused (job_id)
        SELECT job_id FROM timescaledb_information.jobs
        WHERE scheduled AND (
            (hypertable_schema = current_schema() AND hypertable_name IN ('resource_usage', 'resource_usage_hourly', 'resource_usage_daily'))
            OR (proc_schema = current_schema() AND proc_name = 'launchstack_repack'))
        ON CONFLICT (job_id) DO NOTHING
        RETURNING job_id
    LOOP
        PERFORM alter_job(job, scheduled => FALSE);
    END LOOP;

    IF NOT EXISTS (SELECT FROM timescaledb_information.jobs WHERE proc_schema = current_schema() AND proc_name = 'launchstack_migration_guard') THEN
        PERFORM add_job('launchstack_migration_guard', '1 minute', config => jsonb_build_object('schema', current_schema()));
    END IF;
END
$$;

-- Lets the policies go on that were paused, and ends the guard.
CREATE OR REPLACE FUNCTION launchstack_migration_resume() RETURNS VOID
LANGUAGE plpgsql
AS $$
BEGIN
    IF to_regclass('timescaledb_information.jobs') IS NULL THEN
        RETURN;
    END IF;

    PERFORM alter_job(p.job_id, scheduled => TRUE)
    FROM launchstack_migration_paused AS p JOIN timescaledb_information.jobs AS j USING (job_id);
    DELETE FROM launchstack_migration_paused;
    PERFORM delete_job(job_id) FROM timescaledb_information.jobs
    WHERE proc_schema = current_schema() AND proc_name = 'launchstack_migration_guard';
END
$$;

-- Commits what it does: what becomes of a job's own transaction depends on the server.
CREATE OR REPLACE PROCEDURE launchstack_migration_guard(job_id INT, config JSONB)
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(config ->> 'schema') || ', public', TRUE);
    IF pg_try_advisory_xact_lock(launchstack_migration_key()) THEN
        PERFORM launchstack_migration_resume();
    END IF;

    COMMIT;
END
$$;
