-- All values at once: what others read is one consistent chain.
INSERT INTO launchstack_lifecycle AS l (name, value)
SELECT * FROM unnest($1, $2) AS new (name, value) ORDER BY name
ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE l.value <> excluded.value
