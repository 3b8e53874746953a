-- Every page of the file is read, so this takes as long as the disk does.
SELECT
    iif(quick_check = 'ok', 'OK', 'FAIL'),
    iif(quick_check = 'ok', 'every page is sound', format('the file is damaged: %s', quick_check)),
    iif(quick_check = 'ok', NULL, 'stop the silo, then restore a copy, or save what can be read: sqlite3 FILE .recover | sqlite3 NEW')
FROM (SELECT quick_check FROM pragma_quick_check LIMIT 1)
