using LaunchStack.Metrics.Storage.Appending;
using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Storage.Sqlite;

// The write path. One writer in all, so what the transaction reads stays true until it commits.
internal sealed partial class SqliteSampleStore
{
    public Task<AppendOutcome[]> AppendAsync(IReadOnlyList<AppendSample> samples, CancellationToken cancellationToken) =>
        samples.Count == 0
            ? Task.FromResult<AppendOutcome[]>([])
            : database.WriteAsync(transaction => Append(transaction, samples), cancellationToken);

    public Task PrepareLateAsync(DateTimeOffset oldest, DateTimeOffset newest, int samples, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task SettleLateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private AppendOutcome[] Append(SqliteTransaction transaction, IReadOnlyList<AppendSample> samples)
    {
        using var batch = new AppendBatch(samples);
        batch.LeaveOutUnknown(database.Read(
            transaction, "find-instances", reader => SqliteValues.GetId(reader, 0), JsonOf(batch.Instances)).ToHashSet());
        batch.SetAside(Stored(transaction, batch.Rows));
        var moved = batch.Derive(Baselines(transaction, batch));
        database.Each(transaction, "append-insert", batch.Rows, ValuesOf);
        database.Each(transaction, "append-move-baseline", moved, ValuesOf);
        return batch.Outcomes();
    }

    private Dictionary<Guid, Guid> Stored(SqliteTransaction transaction, IReadOnlyList<AppendRow> rows)
    {
        var stored = new Dictionary<Guid, Guid>();
        using var command = database.Command(transaction, "append-find-stored", Array.Empty<byte>(), 0L);
        foreach (var row in rows)
        {
            command.Parameters[0].Value = SqliteValues.Blob(row.Id);
            command.Parameters[1].Value = SqliteValues.Microseconds(row.Timestamp);
            if (command.ExecuteScalar() is byte[] instanceId)
            {
                stored.Add(row.Id, new Guid(instanceId, bigEndian: true));
            }
        }

        return stored;
    }

    private IEnumerable<InstanceBaseline> Baselines(SqliteTransaction transaction, AppendBatch batch) =>
        from counters in batch.Counters().GroupBy(counter => counter.InstanceId, counter => counter.Key)
        from baseline in database.Read(transaction, "baselines", BaselineOf, SqliteValues.Blob(counters.Key), JsonOf(counters))
        select new InstanceBaseline(counters.Key, baseline);

    private static object[] ValuesOf(AppendRow row) =>
    [
        SqliteValues.Blob(row.Id),
        SqliteValues.Blob(row.InstanceId),
        SqliteValues.Microseconds(row.Timestamp),
        row.Sample.CpuUsage,
        row.Sample.MemoryUsage,
        row.Sample.MemoryLimit,
        row.Sample.NetworkIn,
        row.Sample.NetworkOut,
    ];

    private static object[] ValuesOf(InstanceBaseline item) =>
    [
        SqliteValues.Blob(item.InstanceId),
        item.Baseline.Key.Source,
        SqliteValues.Microseconds(item.Baseline.Key.StartedAt),
        SqliteValues.Microseconds(item.Baseline.Timestamp),
        item.Baseline.NetworkIn,
        item.Baseline.NetworkOut,
    ];
}
