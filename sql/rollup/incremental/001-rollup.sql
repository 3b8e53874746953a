-- The store relies on: an instance's finished hours, computed from its raw rows, in resource_usage_rollup; hours that have changed
-- since in resource_usage_dirty, once per change; in launchstack_rollup how far all of that reaches. The columns are those of the view
-- resource_usage_hourly without the averages, which are sums by counts.
CREATE TABLE resource_usage_rollup (
    instance_id UUID NOT NULL REFERENCES instances(id) ON DELETE CASCADE,
    bucket TIMESTAMPTZ NOT NULL,
    max_cpu FLOAT NOT NULL,
    max_memory BIGINT NOT NULL,
    total_network_in NUMERIC NOT NULL,
    total_network_out NUMERIC NOT NULL,
    sample_count BIGINT NOT NULL,
    sum_cpu FLOAT NOT NULL,
    min_cpu FLOAT NOT NULL,
    sum_memory NUMERIC NOT NULL,
    min_memory BIGINT NOT NULL,
    max_memory_limit BIGINT NOT NULL,
    PRIMARY KEY (instance_id, bucket)
);

-- A row of its own for each change, so that those who write samples never wait for each other here. No foreign key: the rows of an
-- instance that is being deleted are marked too.
CREATE TABLE resource_usage_dirty (
    instance_id UUID NOT NULL,
    bucket TIMESTAMPTZ NOT NULL,
    mark BIGINT GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (instance_id, bucket, mark)
);

CREATE TABLE launchstack_rollup (
    only_row BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (only_row),
    -- Raw rows before may have been dropped, so hours that start before are never computed again: what is added to them is added.
    raw_since TIMESTAMPTZ NOT NULL DEFAULT '-infinity',
    -- Hours before are answered from the rollup where they are not dirty, all others from the raw rows.
    rolled_until TIMESTAMPTZ NOT NULL DEFAULT '-infinity',
    -- Changes before are marked by those who make them. Runs ahead of rolled_until until nobody writes any more who does not know it.
    marked_until TIMESTAMPTZ NOT NULL DEFAULT '-infinity',
    -- A transaction that began after all knew marked_until; null until there was one.
    known_by XID8
);

INSERT INTO launchstack_rollup DEFAULT VALUES;
