-- For people: what it takes on disk.
SELECT 'OK', format('resource_usage takes %s of the database''s %s', pg_size_pretty(sum(pg_total_relation_size(relid))), pg_size_pretty(pg_database_size(current_database()))), NULL
FROM pg_partition_tree('resource_usage')
