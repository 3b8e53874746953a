CALL refresh_continuous_aggregate('resource_usage_daily', $1::TIMESTAMPTZ, $2::TIMESTAMPTZ)
