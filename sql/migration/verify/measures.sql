-- What both sides say of an hour's rows, word for word the same. The checksum takes each row's columns as the bytes in which they travel, eight
-- each, hashes them and adds up 64 bits of the hashes: the order does not matter, a row that is there twice does not cancel itself out, and a
-- value that is changed, or swapped with another row's, changes what that row adds. SHA-256 is the same on every version and machine, which
-- the server's own hash functions do not promise; a float's bytes tell values apart that print alike.
    count(*),
    min(timestamp),
    max(timestamp),
    sum(cpu_usage),
    min(cpu_usage),
    max(cpu_usage),
    sum(memory_usage),
    min(memory_usage),
    max(memory_usage),
    sum(memory_limit),
    max(memory_limit),
    sum(network_in),
    sum(network_out),
    sum(('x' || encode(substr(sha256(
        timestamptz_send(timestamp) || float8send(cpu_usage) || int8send(memory_usage) || int8send(memory_limit)
        || int8send(network_in) || int8send(network_out)), 1, 8), 'hex'))::BIT(64)::BIGINT)
