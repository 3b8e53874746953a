-- Drops one chunk or partition, or some rows, that have expired; false when there are none.
SELECT launchstack_expire(now())
