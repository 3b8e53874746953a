-- The migration relies on: while it copies, no policy refreshes, compresses or drops beside it, and whatever becomes of it, they go on: at
-- its end, or by a job of its own that looks each minute whether anybody still holds the lock. Retention waits until no aggregate is stale: it
-- would drop copied rows of which there are no hours yet.

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

-- Lets the policies go on that were paused, and ends the guard when none is left.
CREATE OR REPLACE FUNCTION launchstack_migration_resume() RETURNS VOID
LANGUAGE plpgsql
AS $$
DECLARE
    is_stale BOOLEAN := EXISTS (SELECT FROM launchstack_migrations WHERE NOT isempty(stale));
BEGIN
    IF to_regclass('timescaledb_information.jobs') IS NULL THEN
        RETURN;
    END IF;

    PERFORM alter_job(p.job_id, scheduled => TRUE)
    FROM launchstack_migration_paused AS p JOIN timescaledb_information.jobs AS j USING (job_id)
    WHERE NOT (is_stale AND j.proc_name = 'policy_retention');
    DELETE FROM launchstack_migration_paused AS p
    WHERE NOT (is_stale AND EXISTS (SELECT FROM timescaledb_information.jobs AS j WHERE j.job_id = p.job_id AND j.proc_name = 'policy_retention'));
    PERFORM delete_job(job_id) FROM timescaledb_information.jobs
    WHERE proc_schema = current_schema() AND proc_name = 'launchstack_migration_guard' AND NOT EXISTS (SELECT FROM launchstack_migration_paused);
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
