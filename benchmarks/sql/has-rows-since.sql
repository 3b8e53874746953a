SELECT EXISTS (SELECT FROM resource_usage WHERE id >= $1 AND timestamp >= $2)
