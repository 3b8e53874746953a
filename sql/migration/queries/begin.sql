INSERT INTO launchstack_migrations (source, source_table, network, since, kept_since, lanes, copied_until)
VALUES ($1, $2, $3, $4, $5, $6, $4)
RETURNING migration
