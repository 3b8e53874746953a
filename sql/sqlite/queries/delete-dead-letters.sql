DELETE FROM launchstack_dead_letters WHERE instance_id = ?1
