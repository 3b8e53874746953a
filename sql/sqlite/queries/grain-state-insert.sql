INSERT INTO grain_state (name, key, version, payload) VALUES (?1, ?2, 1, ?3) ON CONFLICT (name, key) DO NOTHING RETURNING version
