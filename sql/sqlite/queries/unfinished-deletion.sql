SELECT t.instance_id FROM instance_tombstones AS t JOIN instances AS i ON i.id = t.instance_id LIMIT 1
