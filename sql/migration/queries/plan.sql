-- Aggregates of the plan's time are stale from its first row on. As one range: what lies between is refreshed once too often at the most.
UPDATE launchstack_migrations
SET plan = $2, seen = $3, counted = $4,
    stale = CASE WHEN isempty(stale) THEN tstzrange($5, $6) ELSE range_merge(stale, tstzrange($5, $6)) END
WHERE migration = $1
