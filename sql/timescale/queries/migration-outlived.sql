-- Whether hours or days of a time have outlived what they were made of: rows that are added there would take their place.
SELECT
    EXISTS (
        SELECT FROM resource_usage_hourly AS h
        WHERE h.bucket >= $1 AND h.bucket < least($2, (SELECT coalesce(min(starts), 'infinity') FROM launchstack_parts())))
    OR EXISTS (
        SELECT FROM resource_usage_daily AS d
        WHERE d.bucket >= $1 AND d.bucket < least($2, (SELECT coalesce(min(bucket), 'infinity') FROM resource_usage_hourly WHERE bucket > '-infinity') - INTERVAL '24 hours'))
