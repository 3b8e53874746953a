SELECT u.id
FROM json_each(?1) AS wanted
JOIN resource_usage AS u ON u.id = unhex(wanted.value)
