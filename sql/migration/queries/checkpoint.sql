-- Only from where this run has found the lane: of two runs that take themselves for the only one, one is refused here.
UPDATE launchstack_migration_lanes SET copied_until = $4, counted = $5
WHERE migration = $1 AND lane = $2 AND copied_until = $3
RETURNING lane
