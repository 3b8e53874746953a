-- Rows for whose time there was no partition. They are answered as all others; only dropping them takes longer. By the server's own count,
-- since a silo's role may not read a partition past the whole.
SELECT
    CASE WHEN strays > 0 THEN 'WARN' ELSE 'OK' END,
    CASE WHEN strays > 0 THEN format('about %s rows are in resource_usage_default: their partition was missing when they came', strays) ELSE 'empty' END,
    CASE WHEN strays > 0 THEN 'start a silo on this database, which makes the partition and moves them, and see the check maintenance' END
FROM (SELECT pg_stat_get_live_tuples(to_regclass('resource_usage_default')) AS strays) AS found
WHERE strays IS NOT NULL
