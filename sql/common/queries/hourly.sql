SELECT bucket, avg_cpu, max_cpu, avg_memory::FLOAT, max_memory, total_network_in, total_network_out,
    sample_count, sum_cpu, min_cpu, sum_memory, min_memory, max_memory_limit
FROM launchstack_hours($1, $2, $3)
ORDER BY bucket DESC
