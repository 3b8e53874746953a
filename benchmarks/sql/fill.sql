-- All parents are there: without the check of the foreign key it takes half the time. The end of an id is computed once for an instance.
WITH unchecked AS MATERIALIZED (
    SELECT set_config('session_replication_role', 'replica', TRUE)
), parents AS MATERIALIZED (
    SELECT id, substr(launchstack_sample_id(id, '1970-01-01 00:00:00+00')::TEXT, 20) AS id_end FROM unnest($1::UUID[]) AS id, unchecked
), moments AS MATERIALIZED (
    SELECT step, ts, lpad(to_hex(us / 1000), 12, '0') || '8' || lpad(to_hex(us % 1000), 3, '0') AS id_start
    FROM generate_series($4::BIGINT, $5::BIGINT) AS step,
        LATERAL (SELECT $2::TIMESTAMPTZ + step * $3::INTERVAL AS ts) AS at,
        LATERAL (SELECT (extract(epoch FROM ts) * 1000000)::BIGINT AS us) AS micro
)
INSERT INTO resource_usage (id, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out)
SELECT
    (id_start || id_end)::UUID, id, ts,
    random() * 10, 100000000 + 4096 * (step % 1000), 536870912, (random() * 65536)::BIGINT, (random() * 16384)::BIGINT
FROM moments, parents
ORDER BY step, id
