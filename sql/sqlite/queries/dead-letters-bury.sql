-- The letter that is there already stays: the same sample may come again after a commit whose answer was lost.
INSERT INTO launchstack_dead_letters
    (refused_at, reason, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out, source, started_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
ON CONFLICT DO NOTHING
