-- One process at a time applies the schema.
SELECT pg_advisory_xact_lock($1)
