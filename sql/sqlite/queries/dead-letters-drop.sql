DELETE FROM launchstack_dead_letters
WHERE (?1 IS NULL OR key IN (SELECT value FROM json_each(?1))) AND (?2 IS NULL OR instance_id = ?2) AND (?3 IS NULL OR refused_at < ?3)
