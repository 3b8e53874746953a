SELECT launchstack_close_late($1)
