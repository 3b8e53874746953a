-- Rows of transactions that are over are seen by every statement from now on.
SELECT pg_current_snapshot()::TEXT, clock_timestamp()
