-- Ids rise with time, so the largest id of the last day is the newest sample, and the primary key's index finds it at once.
SELECT
    CASE WHEN is_fresh OR is_empty THEN 'OK' ELSE 'WARN' END,
    CASE
        WHEN age IS NOT NULL THEN format('the newest sample is %s old', date_trunc('second', greatest(age, INTERVAL '0')))
        WHEN is_empty THEN 'no samples yet'
        ELSE 'no sample of the last day'
    END,
    CASE WHEN NOT (is_fresh OR is_empty) THEN 'see whether collectors run and where they push to; launchstack collect --once tries' END
FROM (
    SELECT age, coalesce(age < INTERVAL '15 minutes', false) AS is_fresh, NOT EXISTS (SELECT FROM resource_usage) AS is_empty
    FROM (
        SELECT (SELECT now() - timestamp FROM resource_usage WHERE timestamp > now() - INTERVAL '1 day' ORDER BY id DESC LIMIT 1) AS age
    ) AS newest
) AS found
