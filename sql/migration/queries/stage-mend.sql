-- Rows that the source has now, with the bytes that follow from all of them. After stage-insert: what it changes was there before, and not before the
-- migration ($1) came to it.
INSERT INTO resource_usage AS u (id, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out)
SELECT id, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out
FROM pg_temp.launchstack_migration_stage AS s
WHERE NOT EXISTS (SELECT FROM launchstack_migration_present AS p WHERE p.migration = $1 AND p.id = s.id)
ORDER BY instance_id, timestamp
ON CONFLICT (id, timestamp) DO UPDATE
SET cpu_usage = excluded.cpu_usage, memory_usage = excluded.memory_usage, memory_limit = excluded.memory_limit,
    network_in = excluded.network_in, network_out = excluded.network_out
WHERE u.instance_id = excluded.instance_id
    AND (u.cpu_usage, u.memory_usage, u.memory_limit, u.network_in, u.network_out)
        IS DISTINCT FROM (excluded.cpu_usage, excluded.memory_usage, excluded.memory_limit, excluded.network_in, excluded.network_out)
