-- All queries of one instance go through this index.
SELECT
    iif(is_there, 'OK', 'WARN'),
    iif(is_there, 'index (instance_id, timestamp)', 'resource_usage has no index (instance_id, timestamp): a query of one instance reads the rows of all'),
    iif(is_there, NULL, 'CREATE INDEX resource_usage_instance_id_timestamp_idx ON resource_usage (instance_id, timestamp DESC, id DESC)')
FROM (
    SELECT EXISTS (
        SELECT 1 FROM pragma_index_list('resource_usage') AS l
        WHERE (SELECT group_concat(name) FROM (SELECT name FROM pragma_index_info(l.name) WHERE seqno < 2 ORDER BY seqno)) = 'instance_id,timestamp'
    ) AS is_there
)
