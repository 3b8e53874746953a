using System.Text;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Naming;
using LaunchStack.Metrics.Storage.Sqlite.Maintenance;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Storage.Sqlite;

/// <summary>Samples in one SQLite file, with the semantics of the PostgreSQL tiers.</summary>
/// <param name="database">The file.</param>
/// <param name="options">How.</param>
/// <param name="time">Tells when instances are registered and what has expired.</param>
/// <param name="logger">Where to log.</param>
internal sealed partial class SqliteSampleStore(SqliteDatabase database, SqliteStoreOptions options, TimeProvider time, ILogger logger) : ISampleStore
{
    private Lifecycle? _lifecycle;

    public Tier Tier => Tier.Sqlite;

    public string Description => database.Description;

    public bool ManagesInstances => true;

    public Lifecycle Lifecycle => _lifecycle ?? throw new InvalidOperationException("the store is not open: call OpenAsync first");

    public TimeSpan? LateAfter => null;

    public async Task OpenAsync(bool applySchema, CancellationToken cancellationToken)
    {
        await database.OpenAsync(applySchema, cancellationToken).ConfigureAwait(false);
        _lifecycle = await new SqliteLifecycle(database, options).OpenAsync(applySchema, cancellationToken).ConfigureAwait(false);
        StoreLog.StoreOpen(logger, Description);
    }

    public Task PingAsync(CancellationToken cancellationToken) => database.ReadAsync("ping", _ => 0, cancellationToken);

    public Task RegisterInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        var now = SqliteValues.Microseconds(time.GetUtcNow());
        return database.WriteAsync(
            transaction =>
            {
                database.Each(transaction, "register-instance", instanceIds, id => [SqliteValues.Blob(id), now]);
                return instanceIds.Count;
            },
            cancellationToken);
    }

    public Task<InstanceInfo?> RenameInstanceAsync(Guid instanceId, string name, CancellationToken cancellationToken) => database.WriteAsync(
        transaction => database.Read(
            transaction,
            "rename-instance",
            reader => new InstanceInfo(instanceId, name, SqliteValues.GetTime(reader, 0)),
            SqliteValues.Blob(instanceId),
            name).SingleOrDefault(),
        cancellationToken);

    public async Task<IReadOnlySet<Guid>> FindInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(
            "find-instances", reader => SqliteValues.GetId(reader, 0), cancellationToken, JsonOf(instanceIds)).ConfigureAwait(false);
        return found.ToHashSet();
    }

    public async Task<InstanceInfo?> InstanceAsync(Guid instanceId, CancellationToken cancellationToken) =>
        (await database.QueryAsync("instance", InfoOf, cancellationToken, SqliteValues.Blob(instanceId)).ConfigureAwait(false)).SingleOrDefault();

    public async Task<IReadOnlyList<InstanceInfo>> InstancesAsync(int limit, Guid? after, CancellationToken cancellationToken) =>
        await database.QueryAsync("instances", InfoOf, cancellationToken, BlobAfter(after), limit).ConfigureAwait(false);

    public async Task<IReadOnlyList<InstanceInfo>> InstancesNamedAsync(
        string name, int limit, Guid? after, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            "instances-named", InfoOf, cancellationToken, BlobAfter(after), limit, NamePattern.Glob(name)).ConfigureAwait(false);

    public Task<IReadOnlyList<MaintenanceRun>> MaintainAsync(string runner, CancellationToken cancellationToken) =>
        new SqliteMaintenance(database, Lifecycle, time).RunAsync(runner, cancellationToken);

    public Task<IReadOnlyList<MaintenanceRun>> MaintenanceRunsAsync(CancellationToken cancellationToken) =>
        new SqliteMaintenance(database, Lifecycle, time).RunsAsync(cancellationToken);

    public async Task<StoreCondition> ConditionAsync(CancellationToken cancellationToken)
    {
        var tasks = await new SqliteMaintenance(database, Lifecycle, time).TasksAsync(cancellationToken).ConfigureAwait(false);
        var (newest, letters) = (await database.ReadAsync(
            "condition",
            reader => (reader.IsDBNull(0) ? (DateTimeOffset?)null : SqliteValues.GetTime(reader, 0), reader.GetInt64(1)),
            cancellationToken).ConfigureAwait(false))[0];
        return new StoreCondition(tasks, newest is { } moment ? Shorter(SqliteMaintenance.Since(moment, time), TimeSpan.FromDays(1)) : null, letters);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    // Every id is greater than the empty one.
    private static byte[] BlobAfter(Guid? after) => after is { } id ? SqliteValues.Blob(id) : [];

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static InstanceInfo InfoOf(SqliteDataReader reader) =>
        new(SqliteValues.GetId(reader, 0), reader.GetString(1), SqliteValues.GetTime(reader, 2));

    // A list as one parameter, of any length.
    private static string JsonOf(IEnumerable<Guid> ids) => $"[{string.Join(',', ids.Select(id => $"\"{id:n}\""))}]";

    // Sources in hex, because SQLite's JSON ends a text at a zero byte.
    private static string JsonOf(IEnumerable<CounterKey> keys) =>
        $"[{string.Join(',', keys.Select(key => $"[\"{Convert.ToHexString(Encoding.UTF8.GetBytes(key.Source))}\",{SqliteValues.Microseconds(key.StartedAt)}]"))}]";
}
