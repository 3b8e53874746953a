-- What others have built around the table: kind and name. What TimescaleDB builds itself is its own affair.
SELECT 'foreign key', format('%s on %s', conname, conrelid::REGCLASS) FROM pg_constraint WHERE contype = 'f' AND confrelid = $1::BIGINT::OID AND conparentid = 0
UNION ALL
SELECT DISTINCT CASE c.relkind WHEN 'm' THEN 'materialized view' ELSE 'view' END, c.oid::REGCLASS::TEXT
FROM pg_depend AS d
JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::REGCLASS AND r.oid = d.objid
JOIN pg_class AS c ON c.oid = r.ev_class AND c.oid <> $1::BIGINT::OID AND c.relnamespace::REGNAMESPACE::TEXT NOT LIKE '\_timescaledb%'
WHERE d.refclassid = 'pg_class'::REGCLASS AND d.refobjid = $1::BIGINT::OID
UNION ALL
SELECT 'trigger', tgname::TEXT FROM pg_trigger WHERE tgrelid = $1::BIGINT::OID AND NOT tgisinternal AND tgname NOT LIKE 'ts\_%'
UNION ALL
SELECT 'rule', rulename::TEXT FROM pg_rewrite WHERE ev_class = $1::BIGINT::OID
UNION ALL
SELECT 'publication', p.pubname::TEXT FROM pg_publication_rel AS r JOIN pg_publication AS p ON p.oid = r.prpubid WHERE r.prrelid = $1::BIGINT::OID
UNION ALL
SELECT 'policy', polname::TEXT FROM pg_policy WHERE polrelid = $1::BIGINT::OID
UNION ALL
SELECT 'inherited table', inhrelid::REGCLASS::TEXT FROM pg_inherits JOIN pg_class AS c ON c.oid = inhrelid AND NOT c.relispartition AND c.relnamespace::REGNAMESPACE::TEXT NOT LIKE '\_timescaledb%' WHERE inhparent = $1::BIGINT::OID
ORDER BY 1, 2
