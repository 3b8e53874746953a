-- Of each instance the rows around a time, and whether there are more: where counters are read from, and up to where bytes may be other ones.
-- Several rows to each side, because a row may have no counter.
SELECT
    k.instance_id,
    before.furthest,
    before.rows < $5,
    after.furthest,
    after.rows < $5
FROM
    unnest($1, $2, $3) AS k (instance_id, first, last),
    LATERAL (
        SELECT min(timestamp) AS furthest, count(*) AS rows
        FROM (SELECT timestamp FROM resource_usage WHERE instance_id = k.instance_id AND timestamp < k.first ORDER BY timestamp DESC LIMIT $5) AS nearest
    ) AS before,
    LATERAL (
        SELECT max(timestamp) AS furthest, count(*) AS rows
        FROM (SELECT timestamp FROM resource_usage WHERE instance_id = k.instance_id AND timestamp > k.last AND timestamp < $4 ORDER BY timestamp LIMIT $5) AS nearest
    ) AS after
