-- The store relies on: launchstack_delete_samples(instance) takes a day of an instance's raw rows at each call and answers whether there
-- was one; launchstack_delete_usage(instance) the same, then what was made of them. It leaves the row in instances alone, so it serves
-- the owner of a table instances that is not ours as well.
CREATE OR REPLACE FUNCTION launchstack_delete_samples(instance UUID) RETURNS BOOLEAN
LANGUAGE plpgsql
AS $$
DECLARE
    oldest CONSTANT TIMESTAMPTZ := (SELECT min(timestamp) FROM resource_usage WHERE instance_id = instance);
BEGIN
    DELETE FROM resource_usage WHERE instance_id = instance AND timestamp >= oldest AND timestamp < oldest + INTERVAL '1 day';
    RETURN oldest IS NOT NULL;
END
$$;

CREATE OR REPLACE FUNCTION launchstack_delete_usage(instance UUID) RETURNS BOOLEAN
LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    IF launchstack_delete_samples(instance) THEN
        RETURN true;
    END IF;

    -- Hours that a transaction computes right now go with the row in instances, which they reference.
    DELETE FROM resource_usage_rollup
    WHERE instance_id = instance AND bucket IN (SELECT bucket FROM resource_usage_rollup WHERE instance_id = instance LIMIT 5000);
    RETURN FOUND;
END
$$;

SELECT launchstack_as_owner('launchstack_delete_usage(uuid)');
