SELECT launchstack_create_instance($1, $2)
