-- Instance by instance, through the index that begins with it.
SELECT
    instance_id, count(*), sum(cpu_usage), min(cpu_usage), max(cpu_usage), min(memory_usage), max(memory_usage), max(memory_limit),
    sum(memory_usage >> 32), sum(memory_usage & 4294967295), sum(network_in >> 32), sum(network_in & 4294967295),
    sum(network_out >> 32), sum(network_out & 4294967295)
FROM instances AS i
JOIN resource_usage AS u ON u.instance_id = i.id AND u.timestamp >= ?1 AND u.timestamp < ?2
GROUP BY instance_id
