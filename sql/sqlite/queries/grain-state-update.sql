UPDATE grain_state SET version = version + 1, payload = ?3 WHERE name = ?1 AND key = ?2 AND version = ?4 RETURNING version
