SELECT source, started_at, timestamp, network_in, network_out FROM network_baselines WHERE instance_id = ?1
