-- A chunk that a push has to make first locks instances, and every push waits for that. Before the first sample there are none.
SELECT
    CASE WHEN until IS NULL OR until >= now() + INTERVAL '12 hours' THEN 'OK' ELSE 'WARN' END,
    CASE
        WHEN until IS NULL THEN 'no chunks yet'
        WHEN until >= now() + INTERVAL '12 hours' THEN format('chunks are there until %s', date_trunc('minute', until))
        WHEN until >= now() THEN format('the newest chunk ends at %s: the next one is made by a push, which keeps all others waiting', date_trunc('minute', until))
        ELSE format('the newest chunk ended at %s: a push has to make the next one, which keeps all others waiting', date_trunc('minute', until))
    END,
    CASE WHEN until < now() + INTERVAL '12 hours' THEN 'start a silo on this database, and see the check maintenance' END
FROM (
    SELECT max(range_end) AS until FROM timescaledb_information.chunks
    WHERE hypertable_schema = current_schema() AND hypertable_name = 'resource_usage'
) AS newest
