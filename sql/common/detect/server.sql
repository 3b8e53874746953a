-- What the server and the database can do and hold (ServerFacts). shared_preload_libraries itself is for superusers to read; the
-- loader's own setting is there exactly when it was preloaded.
SELECT
    current_setting('server_version'),
    current_setting('server_version_num')::INT,
    current_schema()::TEXT,
    (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'),
    (SELECT default_version FROM pg_available_extensions WHERE name = 'timescaledb'),
    current_setting('timescaledb.max_background_workers', true) IS NOT NULL,
    current_setting('timescaledb.license', true),
    to_regclass('resource_usage') IS NOT NULL,
    to_regclass('instances') IS NOT NULL,
    coalesce(obj_description(to_regclass('instances'), 'pg_class') = 'Managed by LaunchStack Metrics', false),
    EXISTS (
        SELECT FROM pg_index AS i
        JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indrelid = to_regclass('instances') AND i.indisunique AND i.indnkeyatts = 1 AND i.indpred IS NULL
            AND a.attname = 'id' AND a.atttypid = 'uuid'::REGTYPE
    ),
    current_user::TEXT,
    coalesce((SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('resource_usage')), true),
    coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)
