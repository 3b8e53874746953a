-- Before stage-insert: what is there now is somebody else's. The bounds leave out the chunks of other days.
INSERT INTO launchstack_migration_present (migration, id)
SELECT $1, s.id
FROM pg_temp.launchstack_migration_stage AS s
JOIN resource_usage AS u ON u.id = s.id AND u.timestamp = s.timestamp
WHERE u.timestamp BETWEEN $2 AND $3
ON CONFLICT DO NOTHING
