-- The source's rows from $1 to before $2, on the pages from one of $3 to before the same one of $4; of the instances $8 only where that is not null.
-- A row is gone that is deleted or whose instance is. In
-- braces: what the source's table has for it. A value that no sample may have counts as 0, such a counter as not read.
WITH found AS (
    SELECT
        r.instance_id,
        r.timestamp,
        CASE WHEN r.cpu_usage BETWEEN 0 AND 1000000 THEN r.cpu_usage::FLOAT ELSE 0 END AS cpu_usage,
        CASE WHEN r.memory_usage >= 0 THEN r.memory_usage::BIGINT ELSE 0 END AS memory_usage,
        CASE WHEN r.memory_limit >= 0 THEN r.memory_limit::BIGINT ELSE 0 END AS memory_limit,
        CASE WHEN r.network_in >= 0 THEN r.network_in::BIGINT END AS network_in,
        CASE WHEN r.network_out >= 0 THEN r.network_out::BIGINT END AS network_out,
        {deleted} OR {orphaned} AS gone
    FROM {rows} AS r
    {instances}
    WHERE r.instance_id IS NOT NULL AND ($8::UUID[] IS NULL OR r.instance_id = ANY($8))
),
-- Of several rows of one instance and time the one with the largest counters is the latest.
live AS (
    SELECT DISTINCT ON (instance_id, timestamp) *
    FROM found
    WHERE NOT gone
    ORDER BY
        instance_id, timestamp, network_in DESC NULLS LAST, network_out DESC NULLS LAST,
        cpu_usage DESC, memory_usage DESC, memory_limit DESC
),
