-- What a table of this name, with or without its schema, is called once its rows are migrated.
SELECT
    CASE cardinality(p)
        WHEN 1 THEN format('%I', left(p[1], 54) || '_migrated')
        ELSE format('%I.%I', p[1], left(p[2], 54) || '_migrated')
    END
FROM parse_ident($1) AS p
