SELECT launchstack_bury_instance($1)
