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
    public static async Task<List<InstanceBaseline>> RunAsync(AppendTransaction append, AppendBatch batch, CancellationToken cancellationToken)
    {
        var counters = batch.Counters();
        if (counters.Length == 0)
        {
            return [];
        }

        var baselines = await LockAsync(append, counters, cancellationToken).ConfigureAwait(false);
        var stored = await StoredRows.FindAsync(append, batch.Readings.ToList(), cancellationToken).ConfigureAwait(false);
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
