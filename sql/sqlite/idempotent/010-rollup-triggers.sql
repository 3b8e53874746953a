-- The store relies on: whoever writes a raw row, with whatever program, moves the rollup in the same transaction. An insert adds; a deletion or
-- a change marks its hour, unless the hour's raw rows are no longer complete.
DROP TRIGGER IF EXISTS resource_usage_rolled_up;

CREATE TRIGGER resource_usage_rolled_up AFTER INSERT ON resource_usage
BEGIN
    INSERT INTO resource_usage_rollup VALUES (
        new.instance_id, new.timestamp - new.timestamp % 3600000000,
        1, new.cpu_usage, new.cpu_usage, new.cpu_usage, new.memory_usage, new.memory_usage, new.memory_limit,
        new.network_in >> 32, new.network_in & 4294967295, new.network_out >> 32, new.network_out & 4294967295,
        new.memory_usage >> 32, new.memory_usage & 4294967295)
    ON CONFLICT (instance_id, bucket) DO UPDATE SET
        sample_count = sample_count + 1,
        sum_cpu = sum_cpu + excluded.sum_cpu,
        min_cpu = min(min_cpu, excluded.min_cpu),
        max_cpu = max(max_cpu, excluded.max_cpu),
        min_memory = min(min_memory, excluded.min_memory),
        max_memory = max(max_memory, excluded.max_memory),
        max_memory_limit = max(max_memory_limit, excluded.max_memory_limit),
        total_network_in_high = total_network_in_high + excluded.total_network_in_high,
        total_network_in_low = total_network_in_low + excluded.total_network_in_low,
        total_network_out_high = total_network_out_high + excluded.total_network_out_high,
        total_network_out_low = total_network_out_low + excluded.total_network_out_low,
        sum_memory_high = sum_memory_high + excluded.sum_memory_high,
        sum_memory_low = sum_memory_low + excluded.sum_memory_low;
END;

DROP TRIGGER IF EXISTS resource_usage_deleted;

CREATE TRIGGER resource_usage_deleted AFTER DELETE ON resource_usage
WHEN old.timestamp >= (SELECT bucket FROM resource_usage_raw_since)
BEGIN
    INSERT OR IGNORE INTO resource_usage_dirty VALUES (old.instance_id, old.timestamp - old.timestamp % 3600000000);
END;

DROP TRIGGER IF EXISTS resource_usage_changed;

CREATE TRIGGER resource_usage_changed AFTER UPDATE ON resource_usage
BEGIN
    INSERT OR IGNORE INTO resource_usage_dirty
    SELECT old.instance_id, old.timestamp - old.timestamp % 3600000000
    WHERE old.timestamp >= (SELECT bucket FROM resource_usage_raw_since);
    INSERT OR IGNORE INTO resource_usage_dirty
    SELECT new.instance_id, new.timestamp - new.timestamp % 3600000000
    WHERE new.timestamp >= (SELECT bucket FROM resource_usage_raw_since);
END;
