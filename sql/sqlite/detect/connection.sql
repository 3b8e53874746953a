-- The connection that writes. Write-ahead log: readers go on beside the writer. FULL syncs the log at each commit, which is what
-- "durable" promises; NORMAL would lose the last commits with the machine's power.
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
