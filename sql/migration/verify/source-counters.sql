-- The counters that each instance had last. In braces: as in source-hours.sql.
{repaired}
SELECT instance_id, max(last_in), max(last_out)
FROM repaired
GROUP BY 1
