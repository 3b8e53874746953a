-- Samples that the file refused: they are in no answer until somebody retries them. Beyond ten thousand they are not counted.
WITH letters AS (SELECT key, refused_at, reason FROM launchstack_dead_letters ORDER BY key LIMIT 10000)
SELECT
    iif(count(*) = 0, 'OK', 'WARN'),
    iif(
        count(*) = 0,
        'no dead letters',
        iif(count(*) = 1, '1 sample was', iif(count(*) = 10000, '10000 or more samples were', count(*) || ' samples were'))
        || format(' refused and put aside, the oldest %d minutes ago: ', max(unixepoch() - min(refused_at) / 1000000, 0) / 60)
        || (SELECT reason FROM letters ORDER BY key LIMIT 1)),
    iif(count(*) > 0, 'launchstack db deadletter list', NULL)
FROM letters
