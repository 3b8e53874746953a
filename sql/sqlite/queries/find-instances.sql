SELECT id FROM instances WHERE id IN (SELECT unhex(value) FROM json_each(?1))
