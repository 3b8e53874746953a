-- Held by a transaction that stays open, through a pooler as well, and goes with its connection.
SELECT pg_try_advisory_xact_lock(launchstack_migration_key())
