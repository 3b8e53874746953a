-- One run at a time. Held by a transaction that stays open, through a pooler as well, and goes with its connection.
SELECT pg_try_advisory_xact_lock(7809652345811791207)
