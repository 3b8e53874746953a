UPDATE launchstack_maintenance SET finished_at = ?2, steps = ?3, error = nullif(?4, '') WHERE task = ?1
