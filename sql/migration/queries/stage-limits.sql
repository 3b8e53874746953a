-- A change of compressed rows unpacks them; a slice has as many as it has. Without TimescaleDB it is a setting that nobody reads.
SELECT set_config('timescaledb.max_tuples_decompressed_per_dml_transaction', '0', true)
