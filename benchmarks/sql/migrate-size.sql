SELECT hypertable_size('resource_usage')
