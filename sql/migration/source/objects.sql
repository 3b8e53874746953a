-- What others have built around the table: kind, name, and whether renaming the table would leave it behind.
SELECT 'foreign key', format('%s on %s', conname, conrelid::REGCLASS), TRUE FROM pg_constraint WHERE contype = 'f' AND confrelid = $1::OID AND conparentid = 0
UNION ALL
SELECT DISTINCT CASE c.relkind WHEN 'm' THEN 'materialized view' ELSE 'view' END, c.oid::REGCLASS::TEXT, TRUE
FROM pg_depend AS d
JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::REGCLASS AND r.oid = d.objid
JOIN pg_class AS c ON c.oid = r.ev_class AND c.oid <> $1::OID
WHERE d.refclassid = 'pg_class'::REGCLASS AND d.refobjid = $1::OID
UNION ALL
SELECT 'trigger', tgname::TEXT, TRUE FROM pg_trigger WHERE tgrelid = $1::OID AND NOT tgisinternal
UNION ALL
SELECT 'rule', rulename::TEXT, TRUE FROM pg_rewrite WHERE ev_class = $1::OID
UNION ALL
SELECT 'publication', p.pubname::TEXT, TRUE FROM pg_publication_rel AS r JOIN pg_publication AS p ON p.oid = r.prpubid WHERE r.prrelid = $1::OID
UNION ALL
SELECT 'policy', polname::TEXT, TRUE FROM pg_policy WHERE polrelid = $1::OID
UNION ALL
SELECT 'inherited table', inhrelid::REGCLASS::TEXT, TRUE FROM pg_inherits JOIN pg_class AS c ON c.oid = inhrelid AND NOT c.relispartition WHERE inhparent = $1::OID
ORDER BY 1, 2
