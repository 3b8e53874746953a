-- The store relies on: resource_usage is partitioned by days of UTC, under the same names, columns, keys and indexes; a row for whose time
-- there is no partition goes to resource_usage_default, so that no insert fails.
-- Rows that are there already are not copied: their table becomes one partition of all time up to tomorrow. That reads it twice while others
-- wait, about a minute per 100 million rows.
DO $$
DECLARE
    tomorrow CONSTANT TIMESTAMPTZ := date_bin('24 hours', now() + INTERVAL '24 hours', TIMESTAMPTZ '1970-01-01 00:00:00+00');
    view RECORD;
    views CONSTANT JSONB := (
        SELECT coalesce(jsonb_object_agg(v.oid::REGCLASS::TEXT, pg_get_viewdef(v.oid)), '{}')
        FROM (
            SELECT DISTINCT c.oid
            FROM pg_depend AS d
            JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::REGCLASS AND r.oid = d.objid
            JOIN pg_class AS c ON c.oid = r.ev_class AND c.relkind = 'v' AND pg_has_role(c.relowner, 'USAGE')
            WHERE d.refclassid = 'pg_class'::REGCLASS AND d.refobjid = 'resource_usage'::REGCLASS
        ) AS v);
    grant_of RECORD;
BEGIN
    LOCK TABLE resource_usage IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE resource_usage RENAME TO resource_usage_before;
    ALTER INDEX resource_usage_pkey RENAME TO resource_usage_before_pkey;
    ALTER INDEX resource_usage_instance_id_timestamp_idx RENAME TO resource_usage_before_instance_id_timestamp_idx;

    CREATE TABLE resource_usage (
        id UUID NOT NULL,
        instance_id UUID NOT NULL REFERENCES instances(id) ON DELETE CASCADE,
        timestamp TIMESTAMPTZ NOT NULL DEFAULT NOW(),
        cpu_usage FLOAT NOT NULL DEFAULT 0,
        memory_usage BIGINT NOT NULL DEFAULT 0,
        memory_limit BIGINT NOT NULL DEFAULT 0,
        network_in BIGINT NOT NULL DEFAULT 0,
        network_out BIGINT NOT NULL DEFAULT 0,
        PRIMARY KEY (id, timestamp)
    ) PARTITION BY RANGE (timestamp);
    CREATE INDEX resource_usage_instance_id_timestamp_idx ON resource_usage (instance_id, timestamp DESC);
    CREATE TABLE resource_usage_default PARTITION OF resource_usage DEFAULT;

    -- What others were granted, and views that others or we have built, are meant for the whole.
    FOR grant_of IN
        SELECT CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE acl.grantee::REGROLE::TEXT END AS grantee, acl.privilege_type, acl.is_grantable
        FROM pg_class AS c CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
        WHERE c.oid = 'resource_usage_before'::REGCLASS AND acl.grantee <> c.relowner
    LOOP
        EXECUTE format(
            'GRANT %s ON resource_usage TO %s%s', grant_of.privilege_type, grant_of.grantee,
            CASE WHEN grant_of.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END);
    END LOOP;

    FOR view IN SELECT key AS name, value AS query FROM jsonb_each_text(views) LOOP
        EXECUTE format('CREATE OR REPLACE VIEW %s AS %s', view.name, view.query);
    END LOOP;

    IF EXISTS (SELECT FROM resource_usage_before) THEN
        WITH ahead AS (DELETE FROM resource_usage_before WHERE timestamp >= tomorrow RETURNING *)
        INSERT INTO resource_usage SELECT * FROM ahead;
        EXECUTE format('ALTER TABLE resource_usage ATTACH PARTITION resource_usage_before FOR VALUES FROM (MINVALUE) TO (%L)', tomorrow);
    ELSE
        DROP TABLE resource_usage_before;
    END IF;
END
$$;
