-- Hours (UTC) of the target from $1 to before $2, and how many rows of each have an id that is not made of instance and time. In braces:
-- measures.sql. The verification relies on: by instance, then by time.
SELECT
    instance_id,
    date_trunc('hour', timestamp),
    {measures},
    count(*) FILTER (WHERE launchstack_sample_id(instance_id, timestamp) <> id)
FROM resource_usage
WHERE timestamp >= $1 AND timestamp < $2
GROUP BY 1, 2
ORDER BY 1, 2
