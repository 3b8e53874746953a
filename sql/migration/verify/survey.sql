-- Which days (UTC) are on the pages from $1 to before $2, and whether a counter of theirs was not read. In braces: the table, cut to
-- the pages where it has any.
SELECT date_trunc('day', timestamp), count(*), bool_or((network_in >= 0) IS NOT TRUE), bool_or((network_out >= 0) IS NOT TRUE)
FROM {rows} AS r
WHERE isfinite(timestamp)
GROUP BY 1
