-- Rows as LaunchStack leaves them: in the order of time, with counters that grow and are now and then reset.
INSERT INTO resource_usages (instance_id, timestamp, cpu_usage, memory_usage, memory_limit, memory_percentage, network_in, network_out, created_at, updated_at)
SELECT
    id, at, random() * 10, 100000000 + 4096 * (step % 1000), 536870912, 20, (step % 100000) * 65536 + (random() * 65535)::BIGINT, (step % 100000) * 16384, at, at
FROM generate_series($1::BIGINT, $2::BIGINT) AS step,
    LATERAL (SELECT $3::TIMESTAMPTZ + step * $4::INTERVAL AS at) AS moment,
    (SELECT id FROM instances ORDER BY id) AS instance
