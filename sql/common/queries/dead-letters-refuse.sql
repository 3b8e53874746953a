UPDATE launchstack_dead_letters AS l SET refused_at = now(), reason = new.reason
FROM unnest($1, $2) AS new (key, reason)
WHERE l.key = new.key
