UPDATE launchstack_migrations
SET stale = CASE WHEN isempty(stale) THEN tstzrange($2, $3) ELSE range_merge(stale, tstzrange($2, $3)) END
WHERE migration = $1
