-- The store relies on: rows of all instances in the last minutes without reading a day. Rows come in the order of time or nearly so; for such
-- a column this index has an entry for every few hundred rows, and costs a commit next to nothing.
CREATE INDEX resource_usage_timestamp_idx ON resource_usage USING brin (timestamp) WITH (pages_per_range = 32, autosummarize = on);
