using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Tests.Timescale;
using LaunchStack.Metrics.Testing.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Tiers;

/// <summary>A PostgreSQL database.</summary>
/// <param name="database">The database.</param>
/// <param name="choice">The tier to ask for.</param>
/// <param name="owned">Whether to drop it at the end.</param>
public sealed class PostgresPlace(PostgresDatabase database, TierChoice choice, bool owned) : StorePlace
{
    /// <inheritdoc/>
    public override bool IsShareable => true;

    /// <summary>A superuser's connection string.</summary>
    public string ConnectionString => database.ConnectionString;

    /// <summary>Answers must not depend on the server's time zone, so it has an odd one, with half an hour.</summary>
    public Task PrepareAsync() => ExecuteAsync(
        $"ALTER DATABASE {new NpgsqlConnectionStringBuilder(ConnectionString).Database} SET timezone = 'Asia/Kolkata'");

    /// <inheritdoc/>
    public override ISampleStore Create() => Create(choice);

    /// <summary>A store that asks for another tier.</summary>
    public ISampleStore Create(TierChoice other) =>
        StoreFactory.Postgres(ConnectionString, new PostgresStoreOptions { Tier = other }, NullLogger.Instance);

    /// <summary>A store of this place's tier with other options.</summary>
    public ISampleStore Create(PostgresStoreOptions options) =>
        StoreFactory.Postgres(ConnectionString, options with { Tier = choice }, NullLogger.Instance);

    /// <inheritdoc/>
    public override Task InsertAsync(InstanceSample row) => ExecuteAsync(
        "INSERT INTO resource_usage VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        row.Id,
        row.InstanceId,
        row.Sample.Timestamp.UtcDateTime,
        row.Sample.CpuUsage,
        row.Sample.MemoryUsage,
        row.Sample.MemoryLimit,
        row.Sample.NetworkIn,
        row.Sample.NetworkOut);

    /// <inheritdoc/>
    public override Task DeleteInstanceAsync(Guid instanceId) => ExecuteAsync("DELETE FROM instances WHERE id = $1", instanceId);

    /// <inheritdoc/>
    public override Task BuryAsync(Guid instanceId) =>
        ExecuteAsync("INSERT INTO instance_tombstones (instance_id, deleted_at) VALUES ($1, now() - INTERVAL '5 minutes')", instanceId);

    /// <inheritdoc/>
    public override Task DeleteRowsAsync(Guid instanceId, DateTimeOffset from, DateTimeOffset to) => ExecuteAsync(
        "DELETE FROM resource_usage WHERE instance_id = $1 AND timestamp >= $2 AND timestamp < $3", instanceId, from.UtcDateTime, to.UtcDateTime);

    /// <inheritdoc/>
    public override Task ChangeRowsAsync(Guid instanceId, DateTimeOffset from, DateTimeOffset to, double cpu, long networkIn) => ExecuteAsync(
        "UPDATE resource_usage SET cpu_usage = $4, network_in = $5 WHERE instance_id = $1 AND timestamp >= $2 AND timestamp < $3",
        instanceId,
        from.UtcDateTime,
        to.UtcDateTime,
        cpu,
        networkIn);

    /// <inheritdoc/>
    public override Task MoveRowsAsync(Guid instanceId, DateTimeOffset from, DateTimeOffset to, TimeSpan by) => ExecuteAsync(
        "UPDATE resource_usage SET timestamp = timestamp + $4 WHERE instance_id = $1 AND timestamp >= $2 AND timestamp < $3",
        instanceId,
        from.UtcDateTime,
        to.UtcDateTime,
        by);

    /// <inheritdoc/>
    public override Task RefuseCpuAsync(double? cpu) => ExecuteAsync(cpu is { } refused
        ? $"""
            CREATE FUNCTION operators() RETURNS TRIGGER LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'an operator refuses this' USING ERRCODE = 'check_violation';
            END
            $$;
            CREATE TRIGGER operators BEFORE INSERT ON resource_usage FOR EACH ROW WHEN (new.cpu_usage = {refused}) EXECUTE FUNCTION operators()
            """
        : "DROP TRIGGER operators ON resource_usage; DROP FUNCTION operators()");

    /// <inheritdoc/>
    public override Task RefreshAsync(DateTimeOffset? since = null) =>
        choice == TierChoice.Timescale ? Jobs.RefreshBothAsync(this, since) : RollupUpkeep.RefreshAsync(this);

    /// <inheritdoc/>
    public override Task ExpireAsync() => choice == TierChoice.Timescale ? Jobs.ExpireAsync(this) : RollupUpkeep.ExpireAsync(this);

    /// <inheritdoc/>
    public override async Task<(decimal NetworkIn, long Rows)> TotalAsync(Guid instanceId)
    {
        var rows = await QueryAsync(
            "SELECT coalesce(sum(network_in), 0), count(*) FROM resource_usage WHERE instance_id = $1", instanceId);
        return ((decimal)rows[0][0], (long)rows[0][1]);
    }

    /// <summary>Runs a statement.</summary>
    public Task ExecuteAsync(string statement, params object[] parameters) => QueryAsync(statement, parameters);

    /// <summary>Runs a statement and returns its rows.</summary>
    public async Task<List<object[]>> QueryAsync(string statement, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        command.Parameters.AddRange(parameters.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    /// <inheritdoc/>
    protected override ValueTask DropAsync() => owned ? database.DisposeAsync() : ValueTask.CompletedTask;
}
