using LaunchStack.Metrics.Storage.Appending;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres.Appending;

/// <summary>
/// Second stage, for readings: locks their baselines and derives their bytes. Instances are locked before baselines, both sorted, by
/// every writer. What is stored is asked for after the locks are held: a writer that held them before has committed by then.
/// </summary>
internal static class CounterStage
{
    /// <summary>Derives the bytes of the batch's readings and returns the baselines that they move.</summary>
    /// <param name="append">The transaction.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="way">
    /// With COPY, which finds out itself, only readings that are not newer than their baseline are looked up: others can only be stored
    /// as somebody else's.
    /// </param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    public static async Task<List<InstanceBaseline>> RunAsync(
        AppendTransaction append, AppendBatch batch, AppendWay way, CancellationToken cancellationToken)
    {
        if (!batch.HasReadings)
        {
            return [];
        }

        var baselines = await LockAsync(append, batch.Counters(), cancellationToken).ConfigureAwait(false);
        var suspects = way == AppendWay.Copy ? NotNewer(batch, baselines) : batch.Readings;
        var stored = await StoredRows.FindAsync(append, suspects.ToList(), cancellationToken).ConfigureAwait(false);
        batch.SetAside(stored);
        return batch.Derive(baselines);
    }

    /// <summary>Writes the baselines that were moved.</summary>
    public static async Task MoveAsync(AppendTransaction append, List<InstanceBaseline> moved, CancellationToken cancellationToken)
    {
        if (moved.Count == 0)
        {
            return;
        }

        var keys = Keys(moved.Select(item => new InstanceCounter(item.InstanceId, item.Baseline.Key)).ToList());
        await append.ReadAsync(
            "append-move-baselines",
            _ => 0,
            cancellationToken,
            [
                .. keys,
                Parameter.Times(moved.Select(item => item.Baseline.Timestamp)),
                Parameter.Longs(moved.Select(item => item.Baseline.NetworkIn)),
                Parameter.Longs(moved.Select(item => item.Baseline.NetworkOut)),
            ]).ConfigureAwait(false);
    }

    private static IEnumerable<AppendRow> NotNewer(AppendBatch batch, List<InstanceBaseline> baselines)
    {
        var newest = baselines.ToDictionary(item => new InstanceCounter(item.InstanceId, item.Baseline.Key), item => item.Baseline.Timestamp);
        return batch.Readings.Where(row =>
            newest.TryGetValue(new InstanceCounter(row.InstanceId, row.Counter!), out var timestamp) && row.Timestamp <= timestamp);
    }

    private static async Task<List<InstanceBaseline>> LockAsync(
        AppendTransaction append, InstanceCounter[] counters, CancellationToken cancellationToken)
    {
        var first = await append.ReadAsync(
            "append-missing-counters", reader => reader.GetGuid(0), cancellationToken, Keys(counters)).ConfigureAwait(false);
        if (first.Count == 0)
        {
            return await BaselinesAsync(append, counters, cancellationToken).ConfigureAwait(false);
        }

        await append.ReadAsync("append-lock-first-readings", _ => 0, cancellationToken, Parameter.Uuids(first)).ConfigureAwait(false);
        var needed = await BaselinesAsync(append, counters, cancellationToken).ConfigureAwait(false);
        var others = await append.ReadAsync(
            "append-other-baselines", BaselineRow.Read, cancellationToken, Parameter.Uuids(first)).ConfigureAwait(false);
        return needed.UnionBy(others, item => new InstanceCounter(item.InstanceId, item.Baseline.Key)).ToList();
    }

    private static Task<List<InstanceBaseline>> BaselinesAsync(
        AppendTransaction append, InstanceCounter[] counters, CancellationToken cancellationToken) =>
        append.ReadAsync("append-lock-baselines", BaselineRow.Read, cancellationToken, Keys(counters));

    private static NpgsqlParameter[] Keys(IReadOnlyCollection<InstanceCounter> counters) =>
    [
        Parameter.Uuids(counters.Select(counter => counter.InstanceId)),
        Parameter.Texts(counters.Select(counter => counter.Key.Source)),
        Parameter.Times(counters.Select(counter => counter.Key.StartedAt)),
    ];
}
