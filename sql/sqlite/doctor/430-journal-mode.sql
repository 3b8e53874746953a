-- Readers beside the writer need the write-ahead log; a silo turns it on when it opens the file.
SELECT
    iif(journal_mode = 'wal', 'OK', 'WARN'),
    iif(journal_mode = 'wal', 'write-ahead log', format('journal_mode is %s: readers and the writer keep each other waiting', journal_mode)),
    iif(journal_mode = 'wal', NULL, 'start a silo on the file, which turns it on')
FROM pragma_journal_mode
