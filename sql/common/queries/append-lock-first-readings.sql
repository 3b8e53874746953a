-- A baseline that is not there cannot be locked, so its instance is: two writers must not both see "first ever".
-- Does not conflict with the key-share locks that writers already hold.
SELECT id FROM instances WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE
