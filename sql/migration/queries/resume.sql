SELECT launchstack_migration_resume()
