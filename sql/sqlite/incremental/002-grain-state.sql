-- The grain state store relies on: one document per name and key; the version grows by one with each write.
CREATE TABLE grain_state (
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (name, key)
) STRICT, WITHOUT ROWID;
