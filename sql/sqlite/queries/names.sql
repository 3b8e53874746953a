SELECT i.id, i.name FROM json_each(?1) AS wanted JOIN instances AS i ON i.id = unhex(wanted.value)
