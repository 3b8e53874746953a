using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaunchStack.Metrics.Storage.Tests.Tiers;

/// <summary>A folder with one SQLite file.</summary>
public sealed class SqlitePlace : StorePlace
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"launchstack-sqlite-{Path.GetRandomFileName()}");

    /// <inheritdoc/>
    public override bool IsShareable => false;

    /// <summary>The file; neither it nor its folder is there before the first store opens.</summary>
    public string File => Path.Combine(_folder, "launchstack.db");

    /// <summary>Both stores of the file, not open yet.</summary>
    public SqliteStores CreateBoth() => Create(TimeProvider.System, new SqliteStoreOptions());

    /// <summary>The same with a clock and options of the test's.</summary>
    public SqliteStores Create(TimeProvider time, SqliteStoreOptions options) => StoreFactory.Sqlite(File, time, NullLogger.Instance, options);

    /// <inheritdoc/>
    public override ISampleStore Create() => CreateBoth().Samples;

    /// <inheritdoc/>
    public override Task InsertAsync(InstanceSample row)
    {
        Execute(
            "INSERT INTO resource_usage VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            row.Id.ToByteArray(bigEndian: true),
            row.InstanceId.ToByteArray(bigEndian: true),
            Timestamps.ToUnixMicroseconds(row.Sample.Timestamp),
            row.Sample.CpuUsage,
            row.Sample.MemoryUsage,
            row.Sample.MemoryLimit,
            row.Sample.NetworkIn,
            row.Sample.NetworkOut);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task DeleteInstanceAsync(Guid instanceId)
    {
        Execute("DELETE FROM instances WHERE id = ?1", instanceId.ToByteArray(bigEndian: true));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task BuryAsync(Guid instanceId)
    {
        Execute("INSERT INTO instance_tombstones VALUES (?1, 0)", instanceId.ToByteArray(bigEndian: true));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task DeleteRowsAsync(Guid instanceId, DateTimeOffset from, DateTimeOffset to) =>
        ExecuteAsync("DELETE FROM resource_usage WHERE instance_id = ?1 AND timestamp >= ?2 AND timestamp < ?3", instanceId, from, to);

    /// <inheritdoc/>
    public override Task ChangeRowsAsync(Guid instanceId, DateTimeOffset from, DateTimeOffset to, double cpu, long networkIn) => ExecuteAsync(
        "UPDATE resource_usage SET cpu_usage = ?4, network_in = ?5 WHERE instance_id = ?1 AND timestamp >= ?2 AND timestamp < ?3",
        instanceId,
        from,
        to,
        cpu,
        networkIn);

    /// <inheritdoc/>
    public override Task MoveRowsAsync(Guid instanceId, DateTimeOffset from, DateTimeOffset to, TimeSpan by) => ExecuteAsync(
        "UPDATE resource_usage SET timestamp = timestamp + ?4 WHERE instance_id = ?1 AND timestamp >= ?2 AND timestamp < ?3",
        instanceId,
        from,
        to,
        by.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <inheritdoc/>
    public override Task RefuseCpuAsync(double? cpu)
    {
        Execute(cpu is { } refused
            ? $"CREATE TRIGGER operators BEFORE INSERT ON resource_usage WHEN new.cpu_usage = {refused} BEGIN SELECT raise(ABORT, 'an operator refuses this'); END"
            : "DROP TRIGGER operators");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task RefreshAsync(DateTimeOffset? since = null) => MaintainAsync();

    /// <inheritdoc/>
    public override Task ExpireAsync() => MaintainAsync();

    /// <inheritdoc/>
    public override Task<(decimal NetworkIn, long Rows)> TotalAsync(Guid instanceId)
    {
        var row = Execute(
            "SELECT coalesce(sum(network_in), 0), count(*) FROM resource_usage WHERE instance_id = ?1",
            instanceId.ToByteArray(bigEndian: true));
        return Task.FromResult(((decimal)(long)row[0], (long)row[1]));
    }

    /// <summary>Runs a statement and returns its first row.</summary>
    public object[] Execute(string statement, params object[] parameters)
    {
        using var connection = new SqliteConnection($"Data Source={File};Foreign Keys=True;Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(statement, connection);
        for (var index = 0; index < parameters.Length; index++)
        {
            command.Parameters.AddWithValue($"?{index + 1}", parameters[index]);
        }

        using var reader = command.ExecuteReader();
        var row = new object[reader.FieldCount];
        if (reader.Read())
        {
            reader.GetValues(row);
        }

        return row;
    }

    /// <summary>The steps of a statement's plan.</summary>
    public IReadOnlyList<string> Explain(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = new SqliteCommand($"EXPLAIN QUERY PLAN {statement}", connection);
        for (var index = 1; index <= 4; index++)
        {
            command.Parameters.AddWithValue($"?{index}", DBNull.Value);
        }

        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }

    private Task ExecuteAsync(string statement, Guid instanceId, DateTimeOffset from, DateTimeOffset to, params object[] more)
    {
        Execute(
            statement,
            [instanceId.ToByteArray(bigEndian: true), Timestamps.ToUnixMicroseconds(from), Timestamps.ToUnixMicroseconds(to), .. more]);
        return Task.CompletedTask;
    }

    // Also what is not due again yet.
    private async Task MaintainAsync()
    {
        var store = await StoreAsync();
        Execute("DELETE FROM launchstack_maintenance");
        var runs = await store.MaintainAsync("tests", TestContext.Current.CancellationToken);
        Assert.All(runs, run => Assert.Null(run.Error));
    }

    /// <inheritdoc/>
    protected override ValueTask DropAsync()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }
}
