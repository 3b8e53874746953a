-- Built after loading: as small and as fast as these indexes can be.
ALTER TABLE resource_usages ADD PRIMARY KEY (id);
CREATE INDEX resource_usages_instance_id_idx ON resource_usages (instance_id);
