-- Samples that the database refused: they are in no answer until somebody retries them. Beyond ten thousand they are not counted.
WITH letters AS (SELECT key, refused_at, reason FROM launchstack_dead_letters ORDER BY key LIMIT 10000)
SELECT
    CASE WHEN count(*) = 0 THEN 'OK' ELSE 'WARN' END,
    CASE WHEN count(*) = 0 THEN 'no dead letters'
        ELSE format(
            '%s refused and put aside, the oldest %s ago: %s',
            CASE count(*) WHEN 1 THEN '1 sample was' WHEN 10000 THEN '10000 or more samples were' ELSE format('%s samples were', count(*)) END,
            date_trunc('second', greatest(now() - min(refused_at), INTERVAL '0')),
            (SELECT reason FROM letters ORDER BY key LIMIT 1))
    END,
    CASE WHEN count(*) > 0 THEN 'launchstack db deadletter list' END
FROM letters
