UPDATE resource_usage_raw_since SET bucket = max(bucket, ?1)
