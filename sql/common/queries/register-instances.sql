-- Sorted, so that two silos that register the same instances wait for each other instead of deadlocking.
INSERT INTO instances (id)
SELECT id FROM unnest($1) AS new (id) ORDER BY id
ON CONFLICT (id) DO NOTHING
