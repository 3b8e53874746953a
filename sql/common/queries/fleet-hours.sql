SELECT instance_id, sample_count, sum_cpu, min_cpu, max_cpu, sum_memory, min_memory, max_memory, max_memory_limit, total_network_in, total_network_out
FROM launchstack_fleet($1, $2)
