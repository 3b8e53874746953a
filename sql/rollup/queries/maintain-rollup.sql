-- Takes finished hours into the rollup, or computes dirty ones again; false when there is nothing to do.
SELECT launchstack_roll(now())
