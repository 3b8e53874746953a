SELECT launchstack_delete_instance($1)
