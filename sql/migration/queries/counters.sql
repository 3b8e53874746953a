SELECT instance_id, timestamp, network_in, network_out, before_in, before_out FROM launchstack_migration_counters WHERE migration = $1
