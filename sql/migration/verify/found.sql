-- The source's rows from $1 to before $2, on the pages from one of $3 to before the same one of $4; of the instances $8 only where that is not null.
-- A row is gone that is deleted or whose instance is. In
-- braces: what the source's table has for it.
WITH found AS (
    SELECT
        r.instance_id,
        r.timestamp,
        coalesce(r.cpu_usage::FLOAT, 0) AS cpu_usage,
        coalesce(r.memory_usage::BIGINT, 0) AS memory_usage,
        coalesce(r.memory_limit::BIGINT, 0) AS memory_limit,
        r.network_in::BIGINT AS network_in,
        r.network_out::BIGINT AS network_out,
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
