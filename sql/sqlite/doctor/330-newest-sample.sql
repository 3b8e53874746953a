-- Ids rise with time, so the largest one is the newest sample.
SELECT
    iif(age IS NULL OR age < 900, 'OK', 'WARN'),
    iif(age IS NULL, 'no samples yet', format('the newest sample is %d minutes old', max(age, 0) / 60)),
    iif(age IS NULL OR age < 900, NULL, 'see whether collectors run and where they push to; launchstack collect --once tries')
FROM (SELECT unixepoch() - (SELECT timestamp FROM resource_usage ORDER BY id DESC LIMIT 1) / 1000000 AS age)
