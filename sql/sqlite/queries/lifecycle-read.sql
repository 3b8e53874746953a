SELECT name, value FROM launchstack_lifecycle
