SELECT
    date_bin('1 day', bucket, TIMESTAMPTZ '1970-01-01 00:00:00+00') AS day, SUM(sum_cpu) / SUM(sample_count)::FLOAT, MAX(max_cpu),
    (SUM(sum_memory) / SUM(sample_count))::FLOAT, MAX(max_memory), SUM(total_network_in), SUM(total_network_out),
    SUM(sample_count)::BIGINT, SUM(sum_cpu), MIN(min_cpu), SUM(sum_memory), MIN(min_memory), MAX(max_memory_limit)
FROM launchstack_hours($1, $2, $3 + INTERVAL '24 hours')
GROUP BY day
HAVING date_bin('1 day', bucket, TIMESTAMPTZ '1970-01-01 00:00:00+00') >= $2
    AND date_bin('1 day', bucket, TIMESTAMPTZ '1970-01-01 00:00:00+00') < $3
ORDER BY day DESC
