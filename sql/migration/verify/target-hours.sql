-- Hours (UTC) of the target from $1 to before $2, and how many rows of each have an id that is not made of instance and time, as launchstack_sample_id
-- makes it: called for each instance only, since all ids of one end alike. In braces: measures.sql. The verification relies on: by instance, then
-- by time.
WITH ends AS MATERIALIZED (
    SELECT id AS instance_id, substr(uuid_send(launchstack_sample_id(id, TIMESTAMPTZ '1970-01-01 00:00:00+00')), 9) AS bytes FROM instances
)
SELECT
    instance_id,
    date_trunc('hour', timestamp),
    {measures},
    count(*) FILTER (
        WHERE uuid_send(id) IS DISTINCT FROM int8send(
            (extract(epoch FROM timestamp) * 1000000)::BIGINT / 1000 << 16 | 32768 | (extract(epoch FROM timestamp) * 1000000)::BIGINT % 1000) || bytes)
FROM resource_usage
LEFT JOIN ends USING (instance_id)
WHERE timestamp >= $1 AND timestamp < $2
GROUP BY 1, 2
ORDER BY 1, 2
