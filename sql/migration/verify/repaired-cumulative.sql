-- Counters become bytes since the reading before: of the instances $5 the counters $6 and $7 are what was read last before the rows found. A smaller
-- counter has begun again at zero; before the first one ever nothing is known. One that is null was not read. last_in and last_out are on an
-- instance's last reading and say its counters. In braces: what keeps
-- nulls out of the windows, where the table has any.
counted AS (
    SELECT
        *,
        lag(network_in) OVER ins AS before_in,
        lag(network_out) OVER outs AS before_out,
        lead(timestamp) OVER ins IS NULL AS is_last_in,
        lead(timestamp) OVER outs IS NULL AS is_last_out
    FROM live
    WINDOW
        ins AS (PARTITION BY instance_id{in} ORDER BY timestamp),
        outs AS (PARTITION BY instance_id{out} ORDER BY timestamp)
),
repaired AS (
    SELECT
        c.instance_id, c.timestamp, c.cpu_usage, c.memory_usage, c.memory_limit,
        CASE
            WHEN c.network_in IS NULL OR coalesce(c.before_in, e.network_in) IS NULL THEN 0
            WHEN c.network_in < coalesce(c.before_in, e.network_in) THEN c.network_in
            ELSE c.network_in - coalesce(c.before_in, e.network_in)
        END AS network_in,
        CASE
            WHEN c.network_out IS NULL OR coalesce(c.before_out, e.network_out) IS NULL THEN 0
            WHEN c.network_out < coalesce(c.before_out, e.network_out) THEN c.network_out
            ELSE c.network_out - coalesce(c.before_out, e.network_out)
        END AS network_out,
        CASE WHEN c.is_last_in THEN c.network_in END AS last_in,
        CASE WHEN c.is_last_out THEN c.network_out END AS last_out
    FROM counted AS c
    LEFT JOIN unnest($5::UUID[], $6::BIGINT[], $7::BIGINT[]) AS e (instance_id, network_in, network_out) USING (instance_id)
)
