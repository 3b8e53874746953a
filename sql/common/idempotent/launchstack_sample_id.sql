-- The store relies on: the same id as SampleId.Derive in C#, for every instance and moment from 1970 on; both are tested with the
-- same vectors. 48 bits milliseconds since 1970, 4 bits version 8, 12 bits microseconds within the millisecond, 2 bits variant, then
-- the first 62 bits of SHA-256 over the 16 bytes of instance_id. Immutable in spite of extract(): an epoch knows no time zone.
CREATE OR REPLACE FUNCTION launchstack_sample_id(instance_id UUID, ts TIMESTAMPTZ) RETURNS UUID
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    microseconds CONSTANT BIGINT := extract(epoch FROM ts) * 1000000;
    milliseconds CONSTANT BIGINT := microseconds / 1000;
    hash CONSTANT BYTEA := sha256(uuid_send(instance_id));
    first64 CONSTANT BIGINT := ('x' || encode(substr(hash, 1, 8), 'hex'))::BIT(64)::BIGINT;
BEGIN
    IF microseconds < 0 OR milliseconds >= 1::BIGINT << 48 THEN
        RAISE EXCEPTION 'no sample id for %: before 1970 or after 48 bits of milliseconds', ts USING ERRCODE = 'datetime_field_overflow';
    END IF;

    RETURN encode(
        int8send((milliseconds << 16) | 32768 | (microseconds % 1000))
        || int8send(((first64 >> 2) & 4611686018427387903) | (1::BIGINT << 63)),
        'hex')::UUID;
END
$$;
