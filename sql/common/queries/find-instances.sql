SELECT id FROM instances WHERE id = ANY ($1)
