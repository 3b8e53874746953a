-- The scripts rely on: a function that was given to launchstack_as_owner() acts with its owner's rights, because the silo's role may not
-- change the schema, and its names mean what is in this schema or in the extension's, never a temporary table of the caller's.
CREATE OR REPLACE FUNCTION launchstack_as_owner(made REGPROCEDURE) RETURNS VOID
LANGUAGE plpgsql
AS $$
DECLARE
    schemas CONSTANT TEXT := concat_ws(
        ', ',
        quote_ident(current_schema()),
        (SELECT quote_ident(n.nspname) FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
        WHERE e.extname = 'timescaledb' AND n.nspname <> current_schema()));
BEGIN
    EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = %s, pg_temp', made, schemas);
END
$$;
