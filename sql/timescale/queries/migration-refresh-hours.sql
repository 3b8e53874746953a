CALL refresh_continuous_aggregate('resource_usage_hourly', $1::TIMESTAMPTZ, $2::TIMESTAMPTZ)
