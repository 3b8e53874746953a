-- A chunk or partition that is missing when its time comes has to be made then, under a lock on instances that every push waits for.
-- Before the first silo has been here there are none.
WITH part AS (
    SELECT * FROM launchstack_parts()
),
found AS (
    SELECT
        NOT EXISTS (SELECT FROM part) AS is_empty,
        EXISTS (SELECT FROM part WHERE starts <= now() AND now() < ends) AS has_now,
        EXISTS (SELECT FROM part WHERE starts <= soon AND soon < ends) AS has_soon,
        (SELECT max(ends) FROM part) AS until
    FROM (SELECT now() + INTERVAL '12 hours') AS ahead (soon)
)
SELECT
    CASE WHEN is_empty OR has_soon AND has_now THEN 'OK' ELSE 'WARN' END,
    CASE
        WHEN is_empty THEN 'none yet; the first silo that starts makes them'
        WHEN NOT has_now THEN 'no chunk or partition holds the present: the next push makes one, or its rows end in the default partition'
        WHEN NOT has_soon THEN 'no chunk or partition holds the time 12 hours from now: when it comes, every push waits for one to be made'
        ELSE format('there until %s', date_trunc('minute', until))
    END,
    CASE WHEN NOT (is_empty OR has_soon AND has_now) THEN 'start a silo on this database, and see the check maintenance' END
FROM found
