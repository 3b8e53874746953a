-- Bytes as they are.
repaired AS (
    SELECT
        instance_id, timestamp, cpu_usage, memory_usage, memory_limit,
        coalesce(network_in, 0) AS network_in,
        coalesce(network_out, 0) AS network_out,
        NULL::BIGINT AS last_in,
        NULL::BIGINT AS last_out
    FROM live
)
