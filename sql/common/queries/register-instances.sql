SELECT launchstack_register_instances($1)
