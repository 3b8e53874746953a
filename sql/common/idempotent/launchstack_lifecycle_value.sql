-- A value of launchstack_lifecycle.
CREATE OR REPLACE FUNCTION launchstack_lifecycle_value(wanted TEXT) RETURNS INTERVAL
LANGUAGE sql STABLE
AS $$
    SELECT value FROM launchstack_lifecycle WHERE name = wanted
$$;
