SELECT migration, network, since, kept_since, lanes, copied_until, seen, plan, counted, lower(stale), upper(stale)
FROM launchstack_migrations
WHERE source = $1
