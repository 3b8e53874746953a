-- What the table is called once its rows are migrated, and whether something else is.
SELECT
    left($2, 54) || '_migrated', format('%I', left($2, 54) || '_migrated'), to_regclass(format('%I.%I', $1, left($2, 54) || '_migrated')) IS NOT NULL
