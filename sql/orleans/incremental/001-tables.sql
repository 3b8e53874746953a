-- Cluster membership and grain state, for Orleans's ADO.NET providers. The providers know none of these names: they run what
-- the view OrleansQuery holds (../idempotent/), so tables and queries are ours and may change together.
-- Names are unqualified: everything lives in the first schema of the search path.
-- Types matter: the providers read port, generation, status, proxy port and version as 32-bit integers.

CREATE TABLE orleans_cluster (
    deployment_id text PRIMARY KEY,
    -- Grows by one with every change of membership, and with nothing else.
    version       integer NOT NULL DEFAULT 0,
    changed_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE orleans_silo (
    deployment_id   text NOT NULL REFERENCES orleans_cluster ON DELETE CASCADE,
    address         text NOT NULL,
    port            integer NOT NULL,
    generation      integer NOT NULL,
    silo_name       text NOT NULL,
    host_name       text NOT NULL,
    -- Orleans's SiloStatus; 3 is active, 6 is dead.
    status          integer NOT NULL,
    -- The gateway's port; 0 for a silo without a gateway.
    proxy_port      integer NOT NULL,
    suspect_times   text,
    -- A reader takes a null here for "no such silo".
    start_time      timestamptz NOT NULL,
    i_am_alive_time timestamptz NOT NULL,
    PRIMARY KEY (deployment_id, address, port, generation)
);

CREATE TABLE orleans_grain_state (
    service_id     text NOT NULL,
    -- The name of the state, not the type of the grain: two grain classes must not use the same one.
    state_name     text NOT NULL,
    key_n0         bigint NOT NULL,
    key_n1         bigint NOT NULL,
    -- A key without an extension differs from one with an empty extension. Two columns instead of a nullable one, so that a
    -- primary key covers both, on every version of PostgreSQL: it is what makes two first writes at once safe.
    has_extension  boolean NOT NULL,
    key_extension  text NOT NULL,
    -- Null after the state was cleared; the row stays, so that its version goes on.
    payload        bytea,
    version        integer NOT NULL,
    modified_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (service_id, state_name, key_n0, key_n1, has_extension, key_extension)
);
