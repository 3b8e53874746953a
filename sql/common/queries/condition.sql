-- The newest sample's age and the number of dead letters. Ids rise with time, so the largest id of the last day is the newest sample, and
-- the primary key's index finds it at once.
SELECT
    coalesce(
        (SELECT greatest(now() - timestamp, INTERVAL '0') FROM resource_usage WHERE timestamp > now() - INTERVAL '1 day' ORDER BY id DESC LIMIT 1),
        (SELECT INTERVAL '1 day' WHERE EXISTS (SELECT FROM resource_usage))),
    (SELECT count(*) FROM (SELECT FROM launchstack_dead_letters LIMIT 10000) AS letters)
