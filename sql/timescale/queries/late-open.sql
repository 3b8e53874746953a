SELECT launchstack_open_late($1, $2, $3)
