CALL launchstack_repack()
