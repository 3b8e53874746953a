-- Ids rise with time, so the largest one is the newest sample.
SELECT
    (SELECT timestamp FROM resource_usage ORDER BY id DESC LIMIT 1),
    (SELECT count(*) FROM (SELECT 1 FROM launchstack_dead_letters LIMIT 10000))
