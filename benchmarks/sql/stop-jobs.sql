-- Policies would compress, refresh and drop while we measure.
SELECT _timescaledb_functions.stop_background_workers()
