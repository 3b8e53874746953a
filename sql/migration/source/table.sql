-- The table by the name that was given, whether this role may read it, and what tells it from every other.
SELECT
    c.oid, n.nspname::TEXT, c.relname::TEXT, c.relkind::TEXT, has_table_privilege(c.oid, 'SELECT'), current_user::TEXT,
    (SELECT system_identifier FROM pg_control_system())::TEXT, (SELECT oid FROM pg_database WHERE datname = current_database()),
    current_database()::TEXT, clock_timestamp(), current_setting('server_version_num')::INT,
    to_regclass(format('%I.instances', n.nspname)) IS NOT NULL,
    EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb'),
    pg_total_relation_size(c.oid)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.oid = to_regclass($1)
