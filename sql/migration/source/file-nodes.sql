-- The files of some relations: in the transaction that has read them, so that none can have changed since.
SELECT oid::BIGINT, pg_relation_filenode(oid)::BIGINT FROM unnest($1::BIGINT[]) AS wanted (part), pg_class WHERE oid = part::OID
