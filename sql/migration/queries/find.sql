SELECT migration, network, since, kept_since, lanes, copied_until, seen_until, plan, counted, finished_at IS NOT NULL, lower(stale), upper(stale)
FROM launchstack_migrations
WHERE source = $1
