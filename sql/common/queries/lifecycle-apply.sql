-- Each tier has a function of this name that brings its policies, chunks or partitions to the values of launchstack_lifecycle.
SELECT launchstack_apply_lifecycle()
