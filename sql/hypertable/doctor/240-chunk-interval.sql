-- Rows are compressed and dropped by whole chunks, so what they span is part of every window.
SELECT
    CASE WHEN d.time_interval = l.value THEN 'OK' ELSE 'WARN' END,
    CASE
        WHEN d.time_interval = l.value THEN format('new chunks span %s', d.time_interval)
        ELSE format('new chunks span %s, and set-up was told %s: rows are kept and left uncompressed longer than the windows say', d.time_interval, l.value)
    END,
    CASE WHEN d.time_interval <> l.value THEN 'launchstack db setup' END
FROM timescaledb_information.dimensions AS d
JOIN launchstack_lifecycle AS l ON l.name = 'chunk_interval'
WHERE d.hypertable_schema = current_schema() AND d.hypertable_name = 'resource_usage' AND d.dimension_number = 1
