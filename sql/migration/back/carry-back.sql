-- Carries rows that the service has taken since a migration back into LaunchStack's old table, for an operator who goes back to it. Run with psql
-- in the folder of back.csv, which comes from the service's database (docs/migration.md); may be run twice. Nothing here is read by the service.
--
--   psql postgresql://user@old-host/launchstack -f carry-back.sql
--
-- The old table holds counters: an instance's go on from its last one there, so that whoever subtracts finds the same bytes.

\set ON_ERROR_STOP on

BEGIN;

CREATE TEMPORARY TABLE back (
    instance_id UUID, timestamp TIMESTAMPTZ, cpu_usage FLOAT, memory_usage BIGINT, memory_limit BIGINT, network_in BIGINT, network_out BIGINT
) ON COMMIT DROP;

\copy back FROM back.csv WITH (FORMAT CSV)

\echo 'Rows that are left out, because the old database has no such instance:'
SELECT b.instance_id, count(*) AS rows, min(b.timestamp) AS since
FROM back AS b
WHERE NOT EXISTS (SELECT FROM instances AS i WHERE i.id = b.instance_id)
GROUP BY b.instance_id
ORDER BY b.instance_id;

-- What is there already, and what was just named.
DELETE FROM back AS b
WHERE NOT EXISTS (SELECT FROM instances AS i WHERE i.id = b.instance_id)
    OR EXISTS (SELECT FROM resource_usages AS u WHERE u.instance_id = b.instance_id AND u.timestamp = b.timestamp);

INSERT INTO resource_usages (
    id, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, memory_percentage, disk_usage, network_in, network_out, created_at, updated_at)
SELECT
    gen_random_uuid(), b.instance_id, b.timestamp, b.cpu_usage, b.memory_usage, b.memory_limit,
    CASE WHEN b.memory_limit > 0 THEN b.memory_usage * 100.0 / b.memory_limit ELSE 0 END, 0,
    coalesce(last.network_in, 0) + sum(b.network_in) OVER so_far, coalesce(last.network_out, 0) + sum(b.network_out) OVER so_far,
    b.timestamp, b.timestamp
FROM back AS b
JOIN (
    SELECT
        i.instance_id,
        (
            SELECT u.network_in FROM resource_usages AS u
            WHERE u.instance_id = i.instance_id AND u.timestamp < i.first AND u.deleted_at IS NULL AND u.network_in >= 0
            ORDER BY u.timestamp DESC, u.network_in DESC LIMIT 1
        ) AS network_in,
        (
            SELECT u.network_out FROM resource_usages AS u
            WHERE u.instance_id = i.instance_id AND u.timestamp < i.first AND u.deleted_at IS NULL AND u.network_out >= 0
            ORDER BY u.timestamp DESC, u.network_out DESC LIMIT 1
        ) AS network_out
    FROM (SELECT instance_id, min(timestamp) AS first FROM back GROUP BY 1) AS i
) AS last USING (instance_id)
WINDOW so_far AS (PARTITION BY b.instance_id ORDER BY b.timestamp);

COMMIT;
