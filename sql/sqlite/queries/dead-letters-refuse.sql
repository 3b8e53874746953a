UPDATE launchstack_dead_letters SET refused_at = ?2, reason = ?3 WHERE key = ?1
