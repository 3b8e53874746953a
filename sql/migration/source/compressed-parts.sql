-- Chunks whose rows are compressed: those rows have no place of their own.
SELECT format('%I.%I', chunk_schema, chunk_name)::REGCLASS::OID::BIGINT
FROM timescaledb_information.chunks
WHERE is_compressed AND format('%I.%I', hypertable_schema, hypertable_name)::REGCLASS = $1::BIGINT::OID
