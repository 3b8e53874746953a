-- Makes one chunk or partition of those that must be there ahead of time; false when all are.
SELECT launchstack_make_ahead(now())
