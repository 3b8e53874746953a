-- The store relies on: an instance's rows of a chunk lie together when compressed (segmentby), so that reading and deleting one instance
-- touches its batches alone. Named outright: the extension's own guess may be the column id, which makes one batch of every row.
ALTER TABLE resource_usage SET (
    timescaledb.enable_columnstore,
    timescaledb.segmentby = 'instance_id',
    timescaledb.orderby = 'timestamp DESC'
);

ALTER MATERIALIZED VIEW resource_usage_hourly SET (
    timescaledb.enable_columnstore,
    timescaledb.segmentby = 'instance_id',
    timescaledb.orderby = 'bucket DESC'
);
