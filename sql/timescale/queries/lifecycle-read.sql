-- What the policies really do wins over what set-up was told: an operator may have changed one since. In seconds, because a month has no
-- length of its own. A refresh policy without a start reaches back for ever, one without an end has no lag; where somebody has added a
-- second policy, the one that does more harm counts.
SELECT DISTINCT ON (l.name)
    l.name,
    make_interval(secs => extract(epoch FROM CASE
        WHEN j.job_id IS NULL THEN l.value
        WHEN p.setting = 'start_offset' THEN coalesce((j.config ->> p.setting)::INTERVAL, INTERVAL '36500 days')
        WHEN p.setting = 'end_offset' THEN coalesce((j.config ->> p.setting)::INTERVAL, INTERVAL '0')
        ELSE coalesce((j.config ->> p.setting)::INTERVAL, l.value)
    END)::FLOAT) AS value
FROM launchstack_lifecycle AS l
LEFT JOIN (
    VALUES
        ('refresh_window', 'policy_refresh_continuous_aggregate', 'resource_usage_hourly', 'start_offset'),
        ('refresh_lag', 'policy_refresh_continuous_aggregate', 'resource_usage_hourly', 'end_offset'),
        ('daily_refresh_window', 'policy_refresh_continuous_aggregate', 'resource_usage_daily', 'start_offset'),
        ('compress_after', 'policy_compression', 'resource_usage', 'compress_after'),
        ('hourly_compress_after', 'policy_compression', 'resource_usage_hourly', 'compress_after'),
        ('daily_compress_after', 'policy_compression', 'resource_usage_daily', 'compress_after'),
        ('raw_retention', 'policy_retention', 'resource_usage', 'drop_after'),
        ('hourly_retention', 'policy_retention', 'resource_usage_hourly', 'drop_after'),
        ('daily_retention', 'policy_retention', 'resource_usage_daily', 'drop_after')
) AS p (name, proc, relation, setting) USING (name)
LEFT JOIN timescaledb_information.jobs AS j
    ON j.proc_name = p.proc AND j.hypertable_schema = current_schema() AND j.hypertable_name = p.relation
ORDER BY l.name, CASE WHEN p.setting = 'start_offset' THEN 1 ELSE -1 END
    * extract(epoch FROM coalesce((j.config ->> p.setting)::INTERVAL, CASE p.setting WHEN 'start_offset' THEN INTERVAL '36500 days' ELSE l.value END)) DESC
