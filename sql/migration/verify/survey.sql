-- Which days (UTC) are on the pages from $1 to before $2, and whether a counter of theirs is null. In braces: the table, cut to
-- the pages where it has any.
SELECT date_trunc('day', timestamp), count(*), count(*) > count(network_in), count(*) > count(network_out)
FROM {rows} AS r
WHERE isfinite(timestamp)
GROUP BY 1
