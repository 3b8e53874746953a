DELETE FROM instance_tombstones WHERE instance_id = ?1
