-- The store relies on: each batch of samples asks which instances are being deleted, and tombstones of old deletions cost it nothing.
CREATE INDEX instance_tombstones_under_way ON instance_tombstones (instance_id) WHERE cleared_at IS NULL;
