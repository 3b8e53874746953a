SELECT chunk::TEXT FROM show_chunks('resource_usage', older_than => $1::TIMESTAMPTZ) AS chunk
