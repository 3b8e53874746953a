-- Each policy is there and does what set-up was told; whether its windows fit together is the check window-chain's.
WITH expected (policy, relation, settings, meaning) AS (
    VALUES
        ('policy_refresh_continuous_aggregate', 'resource_usage_hourly', '{"start_offset": "refresh_window", "end_offset": "refresh_lag"}'::JSONB, 'hours are not refreshed'),
        ('policy_refresh_continuous_aggregate', 'resource_usage_daily', '{"start_offset": "daily_refresh_window", "end_offset": "refresh_lag"}', 'days are not refreshed'),
        ('policy_compression', 'resource_usage', '{"compress_after": "compress_after"}', 'raw rows are not compressed'),
        ('policy_compression', 'resource_usage_hourly', '{"compress_after": "hourly_compress_after"}', 'hours are not compressed'),
        ('policy_compression', 'resource_usage_daily', '{"compress_after": "daily_compress_after"}', 'days are not compressed'),
        ('policy_retention', 'resource_usage', '{"drop_after": "raw_retention"}', 'raw rows are kept for ever'),
        ('policy_retention', 'resource_usage_hourly', '{"drop_after": "hourly_retention"}', 'hours are kept for ever'),
        ('policy_retention', 'resource_usage_daily', '{"drop_after": "daily_retention"}', 'days are kept for ever'),
        ('launchstack_repack', NULL, '{}', 'compressed rows take half as much space again')
),
found AS (
    SELECT e.*, j.job_id, j.config FROM expected AS e
    LEFT JOIN timescaledb_information.jobs AS j
        ON j.proc_name = e.policy AND current_schema() IN (j.hypertable_schema, j.proc_schema) AND j.hypertable_name IS NOT DISTINCT FROM e.relation
),
other AS (
    SELECT f.job_id, f.relation, s.key AS setting, f.config ->> s.key AS actual, l.value AS told, replace(l.name, '_', '-') AS option
    FROM found AS f
    CROSS JOIN LATERAL jsonb_each_text(f.settings) AS s
    JOIN launchstack_lifecycle AS l ON l.name = s.value
    WHERE f.job_id IS NOT NULL AND (f.config ->> s.key)::INTERVAL IS DISTINCT FROM l.value
)
SELECT 'FAIL', format('no job %s: %s', concat_ws(' of ', policy, relation), meaning), 'launchstack db setup' FROM found WHERE job_id IS NULL
UNION ALL
SELECT
    'WARN',
    format('job %s of %s has %s %s, and set-up was told %s', job_id, relation, setting, coalesce(actual, 'null'), told),
    format('launchstack db setup keeps it, launchstack db setup --%s with a value changes it', option)
FROM other
UNION ALL
SELECT 'OK', format('all %s jobs are there', (SELECT count(*) FROM expected)), NULL
WHERE NOT EXISTS (SELECT FROM found WHERE job_id IS NULL) AND NOT EXISTS (SELECT FROM other)
