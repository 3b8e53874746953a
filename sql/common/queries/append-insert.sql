-- Rows come sorted, so that two writers with the same rows wait for each other instead of deadlocking. The conflict target is named:
-- without it compressed chunks are decompressed batch by batch.
INSERT INTO resource_usage (id, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out)
SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (id, timestamp) DO NOTHING
RETURNING id
