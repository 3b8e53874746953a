-- Where hours and days end that have outlived their raw rows, and where the oldest raw rows begin that there may be; null where there are none.
WITH raw AS (SELECT min(starts) AS oldest FROM launchstack_parts())
SELECT
    greatest(
        (SELECT max(bucket) + INTERVAL '1 hour' FROM resource_usage_hourly WHERE bucket < (SELECT coalesce(oldest, 'infinity') FROM raw)),
        (SELECT max(bucket) + INTERVAL '24 hours' FROM resource_usage_daily WHERE bucket <= (SELECT coalesce(oldest, 'infinity') FROM raw) - INTERVAL '24 hours')),
    oldest
FROM raw
