-- The scripts rely on: a function that was given to launchstack_as_owner() acts with its owner's rights, because the silo's role may not
-- change the schema, and its names mean what is in this schema, never a temporary table of the caller's.
CREATE OR REPLACE FUNCTION launchstack_as_owner(made REGPROCEDURE) RETURNS VOID
LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = %I, pg_temp', made, current_schema());
END
$$;
