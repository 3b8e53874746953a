-- Rows that the source has no more, but for those that the target had before the migration ($5) came to them. The bounds leave out the chunks of other days.
DELETE FROM resource_usage AS u
USING unnest($1, $2) AS k (id, timestamp)
WHERE u.id = k.id AND u.timestamp = k.timestamp AND u.timestamp BETWEEN $3 AND $4
    AND NOT EXISTS (SELECT FROM launchstack_migration_present AS p WHERE p.migration = $5 AND p.id = u.id)
