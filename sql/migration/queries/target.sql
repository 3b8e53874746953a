-- What tells this database from every other, as in source/table.sql, and the table that rows go to.
SELECT
    concat_ws('/', (SELECT system_identifier FROM pg_control_system()), (SELECT oid FROM pg_database WHERE datname = current_database())),
    'resource_usage'::REGCLASS::OID::BIGINT
