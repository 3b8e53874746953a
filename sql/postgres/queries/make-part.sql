-- Makes a partition on the way to that of a moment; nothing where it is there.
SELECT launchstack_make_ahead(least(now(), $1 + launchstack_lifecycle_value('refresh_window')))
WHERE NOT EXISTS (SELECT FROM launchstack_parts() WHERE starts <= $1 AND ends > $1)
