-- Queries of Orleans's ADO.NET clustering, for silos and for clients that look for gateways: both read all keys at start.
-- The providers rely on: parameter names; column names of rows; one column, one row, true or false from what inserts or
-- updates; at least one row from the reads, also for a cluster without silos. Queries are read once: changing one needs a
-- restart of every silo.
-- Insert and update are one compare-and-set: the expected version, the silo's row and the new version change together or not
-- at all. Each is a single statement, which suffices because the row of orleans_cluster serialises them (READ COMMITTED).

CREATE OR REPLACE VIEW orleans_membership_query (querykey, querytext) AS
VALUES
('GatewaysQueryKey', $$
SELECT address AS "Address", proxy_port AS "ProxyPort", generation AS "Generation"
FROM orleans_silo
WHERE deployment_id = @DeploymentId AND status = @Status AND proxy_port > 0
$$),

('MembershipReadAllKey', $$
SELECT cluster.version AS "Version", silo.address AS "Address", silo.port AS "Port", silo.generation AS "Generation",
    silo.silo_name AS "SiloName", silo.host_name AS "HostName", silo.status AS "Status", silo.proxy_port AS "ProxyPort",
    silo.suspect_times AS "SuspectTimes", silo.start_time AS "StartTime", silo.i_am_alive_time AS "IAmAliveTime"
FROM orleans_cluster AS cluster
LEFT JOIN orleans_silo AS silo ON silo.deployment_id = cluster.deployment_id
WHERE cluster.deployment_id = @DeploymentId
$$),

('MembershipReadRowKey', $$
SELECT cluster.version AS "Version", silo.address AS "Address", silo.port AS "Port", silo.generation AS "Generation",
    silo.silo_name AS "SiloName", silo.host_name AS "HostName", silo.status AS "Status", silo.proxy_port AS "ProxyPort",
    silo.suspect_times AS "SuspectTimes", silo.start_time AS "StartTime", silo.i_am_alive_time AS "IAmAliveTime"
FROM orleans_cluster AS cluster
LEFT JOIN orleans_silo AS silo
    ON silo.deployment_id = cluster.deployment_id
    AND silo.address = @Address AND silo.port = @Port AND silo.generation = @Generation
WHERE cluster.deployment_id = @DeploymentId
$$),

('InsertMembershipVersionKey', $$
WITH inserted AS (
    INSERT INTO orleans_cluster (deployment_id) VALUES (@DeploymentId)
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT EXISTS (SELECT FROM inserted)
$$),

-- Of two silos that insert at once with the same version, the second waits for the first one's row of orleans_cluster, finds
-- the version changed, and does nothing.
('InsertMembershipKey', $$
WITH moved AS (
    UPDATE orleans_cluster SET version = version + 1, changed_at = now()
    WHERE deployment_id = @DeploymentId AND version = @Version
        AND NOT EXISTS (
            SELECT FROM orleans_silo
            WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING deployment_id
), inserted AS (
    INSERT INTO orleans_silo (
        deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
    SELECT deployment_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
    FROM moved
    RETURNING 1
)
SELECT EXISTS (SELECT FROM inserted)
$$),

-- Locks the silo's row first: a cleanup at the same time must not leave a new version without a changed row. The time of
-- the last sign of life only grows, since another silo may write here what it read before the latest one.
('UpdateMembershipKey', $$
WITH target AS MATERIALIZED (
    SELECT deployment_id FROM orleans_silo
    WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
    FOR UPDATE
), moved AS (
    UPDATE orleans_cluster SET version = version + 1, changed_at = now()
    FROM target
    WHERE orleans_cluster.deployment_id = target.deployment_id AND version = @Version
    RETURNING orleans_cluster.deployment_id
), updated AS (
    UPDATE orleans_silo
    SET status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = greatest(i_am_alive_time, @IAmAliveTime)
    FROM moved
    WHERE orleans_silo.deployment_id = moved.deployment_id AND address = @Address AND port = @Port AND generation = @Generation
    RETURNING 1
)
SELECT EXISTS (SELECT FROM updated)
$$),

-- No change of membership, hence no new version.
('UpdateIAmAlivetimeKey', $$
UPDATE orleans_silo SET i_am_alive_time = @IAmAliveTime
WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),

('DeleteMembershipTableEntriesKey', $$
DELETE FROM orleans_cluster WHERE deployment_id = @DeploymentId
$$),

('CleanupDefunctSiloEntriesKey', $$
DELETE FROM orleans_silo
WHERE deployment_id = @DeploymentId AND status = 6 AND i_am_alive_time < @IAmAliveTime
$$),

-- Deletes one dead silo, if its row is still what the caller has looked at.
('CleanupDefunctSiloEntryKey', $$
DELETE FROM orleans_silo
WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation AND status = 6
    AND suspect_times IS NOT DISTINCT FROM @SuspectTimes AND start_time = @StartTime AND i_am_alive_time = @IAmAliveTime
$$);
