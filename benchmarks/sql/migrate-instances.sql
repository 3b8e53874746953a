CREATE TABLE instances (id UUID PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO instances SELECT gen_random_uuid(), 'instance ' || n FROM generate_series(1, $1::INT) AS n
