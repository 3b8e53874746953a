DELETE FROM grain_state WHERE name = ?1 AND key = ?2 AND version = ?3
