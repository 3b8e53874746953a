-- One that is being deleted is gone already for pushes: a deletion that found new rows at each step would never end.
SELECT id FROM instances
WHERE id IN (SELECT unhex(value) FROM json_each(?1)) AND id NOT IN (SELECT instance_id FROM instance_tombstones)
