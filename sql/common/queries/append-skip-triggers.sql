-- The foreign keys' row-by-row checks are triggers: until the end of the transaction they are passed over, in favour of
-- append-lock-parents, or append-lock-free-parents, which checks a whole batch at once.
SET LOCAL session_replication_role = replica
