-- Rows of transactions before are seen by every statement from now on.
SELECT pg_snapshot_xmin(pg_current_snapshot())::TEXT::BIGINT, clock_timestamp()
