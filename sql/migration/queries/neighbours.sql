-- Of each instance the rows around a time: where counters are read from, and up to where bytes may be other ones. Some rows to each side, because
-- a row may have no counter.
SELECT
    k.instance_id,
    (
        SELECT min(timestamp)
        FROM (SELECT timestamp FROM resource_usage WHERE instance_id = k.instance_id AND timestamp < k.first ORDER BY timestamp DESC LIMIT 8) AS before
    ),
    (
        SELECT max(timestamp)
        FROM (SELECT timestamp FROM resource_usage WHERE instance_id = k.instance_id AND timestamp > k.last AND timestamp < $4 ORDER BY timestamp LIMIT 8) AS after
    )
FROM unnest($1, $2, $3) AS k (instance_id, first, last)
