-- What deleting left behind for VACUUM, TOAST included. Sessions tell what they did when they end.
SELECT coalesce(sum(n_dead_tup), 0)::BIGINT FROM pg_stat_all_tables
WHERE schemaname IN ('public', '_timescaledb_internal', 'pg_toast')
