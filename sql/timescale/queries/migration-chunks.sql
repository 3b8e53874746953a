-- Chunks with rows of a time that the compression policy would compress, the oldest first.
SELECT p.part::TEXT
FROM launchstack_parts() AS p
JOIN timescaledb_information.chunks AS c ON format('%I.%I', c.chunk_schema, c.chunk_name)::REGCLASS = p.part
WHERE p.ends > $1 AND p.starts < $2 AND p.ends <= now() - launchstack_lifecycle_value('compress_after') AND NOT c.is_compressed
ORDER BY p.starts
