-- Durable means committed and on disk. With this off a commit is answered before that, and a crash of the server takes the last ones.
SELECT
    CASE current_setting('synchronous_commit') WHEN 'off' THEN 'WARN' ELSE 'OK' END,
    CASE current_setting('synchronous_commit')
        WHEN 'off' THEN 'synchronous_commit is off: a crash of the server loses samples that were called durable'
        ELSE format('synchronous_commit is %s', current_setting('synchronous_commit'))
    END,
    CASE current_setting('synchronous_commit') WHEN 'off' THEN format('ALTER DATABASE %I SET synchronous_commit = on', current_database()) END
