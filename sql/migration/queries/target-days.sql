-- The days (UTC) of a time that hold rows already.
SELECT day
FROM generate_series(date_bin('24 hours', $1, TIMESTAMPTZ '1970-01-01 00:00:00+00'), $2, INTERVAL '24 hours') AS day
WHERE EXISTS (SELECT FROM resource_usage WHERE timestamp >= day AND timestamp < day + INTERVAL '24 hours')
