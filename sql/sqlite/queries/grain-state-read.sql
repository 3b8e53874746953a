SELECT version, payload FROM grain_state WHERE name = ?1 AND key = ?2
