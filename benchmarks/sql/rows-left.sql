-- Everything that is still there of an instance.
SELECT
    (SELECT count(*) FROM resource_usage WHERE instance_id = $1)
    + (SELECT count(*) FROM resource_usage_hourly WHERE instance_id = $1)
    + (SELECT count(*) FROM resource_usage_daily WHERE instance_id = $1)
