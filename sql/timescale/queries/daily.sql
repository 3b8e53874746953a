-- From the aggregate, and from the hours where it is stale.
WITH stale AS MATERIALIZED (SELECT launchstack_stale_days() AS days)
SELECT bucket, avg_cpu, max_cpu, avg_memory::FLOAT, max_memory, total_network_in, total_network_out,
    sample_count, sum_cpu, min_cpu, sum_memory, min_memory, max_memory_limit
FROM resource_usage_daily
WHERE instance_id = $1 AND bucket >= $2 AND bucket < $3 AND NOT bucket <@ (SELECT days FROM stale)
UNION ALL
SELECT day.*
FROM stale
CROSS JOIN LATERAL unnest(stale.days) AS part
CROSS JOIN LATERAL (
    SELECT
        time_bucket('1 day', bucket) AS bucket, SUM(sum_cpu) / SUM(sample_count)::FLOAT, MAX(max_cpu),
        (SUM(sum_memory) / SUM(sample_count))::FLOAT, MAX(max_memory), SUM(total_network_in), SUM(total_network_out),
        SUM(sample_count)::BIGINT, SUM(sum_cpu), MIN(min_cpu), SUM(sum_memory), MIN(min_memory), MAX(max_memory_limit)
    FROM launchstack_hours($1, greatest(lower(part), $2), least(upper(part), $3 + INTERVAL '1 day'))
    GROUP BY 1
) AS day
WHERE part && tstzrange($2, $3) AND day.bucket >= $2 AND day.bucket < $3
ORDER BY bucket DESC
