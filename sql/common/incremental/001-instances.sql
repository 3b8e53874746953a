-- The store relies on: instances(id uuid primary key). Where this script creates the table it marks it with a comment, and only a
-- marked table is written to (detect/server.sql). A table that was here before is referenced and never altered.
DO $$
BEGIN
    IF to_regclass('instances') IS NULL THEN
        CREATE TABLE instances (
            id UUID PRIMARY KEY,
            name TEXT NOT NULL DEFAULT '',
            created_at TIMESTAMPTZ NOT NULL DEFAULT now()
        );
        COMMENT ON TABLE instances IS 'Managed by LaunchStack Metrics';
    END IF;
END
$$;
