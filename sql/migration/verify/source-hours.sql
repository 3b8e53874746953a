-- Hours (UTC) of the source, and the counters of each instance's last reading. In braces: found.sql with one of repaired-*.sql, and
-- measures.sql. The verification relies on: by instance, then by time.
{repaired}
SELECT
    instance_id,
    date_trunc('hour', timestamp),
    {measures},
    max(last_in),
    max(last_out)
FROM repaired
GROUP BY 1, 2
ORDER BY 1, 2
