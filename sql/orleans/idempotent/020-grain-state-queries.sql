-- Queries of Orleans's ADO.NET grain storage. The provider relies on: parameter names; the columns PayloadBinary and Version
-- of at most one row when it reads; the new version as the first column of one row when it writes, clears or deletes, and no
-- row where the stored version is not the expected one, which becomes an InconsistentStateException. It also passes
-- hashes of key and name, of use only without a unique key.

CREATE OR REPLACE VIEW orleans_grain_state_query (querykey, querytext) AS
VALUES
('ReadFromStorageKey', $$
SELECT payload AS "PayloadBinary", version AS "Version"
FROM orleans_grain_state
WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
    AND has_extension = (@GrainIdExtensionString IS NOT NULL) AND key_extension = coalesce(@GrainIdExtensionString, '')
$$),

-- No expected version means a first write; of two at once the primary key lets one through, and the other returns no row.
('WriteToStorageKey', $$
WITH updated AS (
    UPDATE orleans_grain_state SET payload = @PayloadBinary, version = version + 1, modified_at = now()
    WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
        AND has_extension = (@GrainIdExtensionString IS NOT NULL) AND key_extension = coalesce(@GrainIdExtensionString, '')
        AND version = @GrainStateVersion
    RETURNING version
), inserted AS (
    INSERT INTO orleans_grain_state (service_id, state_name, key_n0, key_n1, has_extension, key_extension, payload, version)
    SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1,
        @GrainIdExtensionString IS NOT NULL, coalesce(@GrainIdExtensionString, ''), @PayloadBinary, 1
    WHERE @GrainStateVersion IS NULL
    ON CONFLICT DO NOTHING
    RETURNING version
)
SELECT version AS "NewGrainStateVersion" FROM updated
UNION ALL
SELECT version FROM inserted
$$),

('ClearStorageKey', $$
UPDATE orleans_grain_state SET payload = NULL, version = version + 1, modified_at = now()
WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
    AND has_extension = (@GrainIdExtensionString IS NOT NULL) AND key_extension = coalesce(@GrainIdExtensionString, '')
    AND version = @GrainStateVersion
RETURNING version AS "NewGrainStateVersion"
$$),

('DeleteStorageKey', $$
DELETE FROM orleans_grain_state
WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
    AND has_extension = (@GrainIdExtensionString IS NOT NULL) AND key_extension = coalesce(@GrainIdExtensionString, '')
    AND version = @GrainStateVersion
RETURNING version + 1 AS "NewGrainStateVersion"
$$);
