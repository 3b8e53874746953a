SELECT count(*) FROM launchstack_dead_letters
WHERE ($1 IS NULL OR key = ANY ($1)) AND ($2 IS NULL OR instance_id = $2) AND ($3 IS NULL OR refused_at < $3)
