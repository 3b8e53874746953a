-- The store relies on: the rollup holds what the raw rows of each hour say, whoever wrote them, but for hours in resource_usage_dirty; it
-- outlives the raw rows. Sums of 64-bit numbers in two parts, the upper and the lower 32 bits apart, because SQLite's integers end at 64.
CREATE TABLE resource_usage_rollup (
    instance_id BLOB NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    bucket INTEGER NOT NULL,
    sample_count INTEGER NOT NULL,
    sum_cpu REAL NOT NULL,
    min_cpu REAL NOT NULL,
    max_cpu REAL NOT NULL,
    min_memory INTEGER NOT NULL,
    max_memory INTEGER NOT NULL,
    max_memory_limit INTEGER NOT NULL,
    total_network_in_high INTEGER NOT NULL,
    total_network_in_low INTEGER NOT NULL,
    total_network_out_high INTEGER NOT NULL,
    total_network_out_low INTEGER NOT NULL,
    sum_memory_high INTEGER NOT NULL,
    sum_memory_low INTEGER NOT NULL,
    PRIMARY KEY (instance_id, bucket)
) STRICT, WITHOUT ROWID;

-- Hours that a sum cannot be corrected in: something was deleted or changed. They are computed from their raw rows until the rollup is.
CREATE TABLE resource_usage_dirty (
    instance_id BLOB NOT NULL,
    bucket INTEGER NOT NULL,
    PRIMARY KEY (instance_id, bucket)
) STRICT, WITHOUT ROWID;

-- From this hour on all raw rows are there; before it some have expired, and an hour must not be computed from the rest.
CREATE TABLE resource_usage_raw_since (
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    bucket INTEGER NOT NULL
) STRICT;

INSERT INTO resource_usage_raw_since VALUES (1, 0);

INSERT INTO resource_usage_rollup
SELECT
    instance_id,
    timestamp - timestamp % 3600000000 AS bucket,
    count(*), sum(cpu_usage), min(cpu_usage), max(cpu_usage), min(memory_usage), max(memory_usage), max(memory_limit),
    sum(network_in >> 32), sum(network_in & 4294967295), sum(network_out >> 32), sum(network_out & 4294967295),
    sum(memory_usage >> 32), sum(memory_usage & 4294967295)
FROM resource_usage
GROUP BY instance_id, timestamp - timestamp % 3600000000;
