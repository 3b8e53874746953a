-- Makes the chunk of a moment where there is none, apart from the rows: making it locks the instances.
SELECT launchstack_make_chunk($1) WHERE NOT EXISTS (SELECT FROM launchstack_parts() WHERE starts <= $1 AND ends > $1)
