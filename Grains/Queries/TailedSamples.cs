using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>
/// An instance's tail as samples. Network bytes of readings are derived from the store's baselines with the function that
/// the commit will use; until then they are provisional, and a stored row wins over them.
/// </summary>
internal static class TailedSamples
{
    /// <summary>Must be called with a tail that was read before anything is read from the store.</summary>
    public static async Task<IReadOnlyList<InstanceSample>> DeriveAsync(
        Guid instanceId, IReadOnlyList<PendingSample> tail, ISampleStore store, CancellationToken cancellationToken)
    {
        if (tail.Count == 0)
        {
            return [];
        }

        var counters = tail.Select(pending => pending.Counter).OfType<CounterKey>().Distinct().ToList();
        var ledger = new CounterLedger(counters.Count == 0 ? [] : await store.BaselinesAsync(instanceId, counters, cancellationToken));
        var hash = SampleId.TailOf(instanceId);
        return
        [
            .. tail
                .OrderBy(pending => pending.Sample.Timestamp)
                .Select(pending => pending.Counter is { } key ? ledger.Derive(key, pending.Sample) : pending.Sample)
                .Select(sample => new InstanceSample(SampleId.Derive(hash, sample.Timestamp), instanceId, sample)),
        ];
    }

    /// <summary>Tail and stored rows together; where both have a row, the stored one.</summary>
    public static IEnumerable<InstanceSample> Merge(IReadOnlyList<InstanceSample> tail, IReadOnlyList<InstanceSample> stored)
    {
        if (tail.Count == 0)
        {
            return stored;
        }

        var known = stored.Select(sample => sample.Id).ToHashSet();
        return stored.Concat(tail.Where(sample => !known.Contains(sample.Id)));
    }
}
