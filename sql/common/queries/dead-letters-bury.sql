-- The letter that is there already stays: the same sample may come again after a commit whose answer was lost.
INSERT INTO launchstack_dead_letters
    (reason, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out, source, started_at)
SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (instance_id, timestamp, source, started_at) DO NOTHING
