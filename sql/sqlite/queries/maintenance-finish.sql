UPDATE launchstack_maintenance
SET finished_at = ?2, steps = ?3, error = nullif(?4, ''), succeeded_at = iif(?4 = '', ?2, succeeded_at), has_failed = ?4 <> ''
WHERE task = ?1
