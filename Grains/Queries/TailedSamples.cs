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
        Guid instanceId, TailSnapshot tail, StoredUsage stored, CancellationToken cancellationToken)
    {
        if (tail.Samples.Count == 0)
        {
            return [];
        }

        var counters = tail.Samples.Select(pending => pending.Counter).OfType<CounterKey>().Distinct().ToList();
        var ledger = new CounterLedger(counters.Count == 0 ? [] : await stored.BaselinesAsync(instanceId, tail, counters, cancellationToken));
        return [.. Derive(instanceId, tail.Samples, ledger)];
    }

    /// <summary>The same for the tails of many instances, of which one may have several parts.</summary>
    public static async Task<IReadOnlyList<InstanceSample>> DeriveAsync(
        IEnumerable<KeyValuePair<Guid, IReadOnlyList<PendingSample>>> tails, ISampleStore store, QueryLimiter limiter, CancellationToken cancellationToken)
    {
        var instances = tails.GroupBy(tail => tail.Key, tail => tail.Value).ToList();
        var counters =
            from instance in instances
            from part in instance
            from pending in part
            where pending.Counter is not null
            select new InstanceCounter(instance.Key, pending.Counter!);
        var wanted = counters.ToHashSet();
        var baselines = (wanted.Count == 0 ? [] : await limiter.RunAsync(token => store.BaselinesAsync(wanted, token), cancellationToken))
            .ToLookup(baseline => baseline.InstanceId, baseline => baseline.Baseline);
        return
        [
            .. instances.SelectMany(instance => Derive(
                instance.Key, instance.SelectMany(part => part), new CounterLedger(baselines[instance.Key]))),
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

    private static IEnumerable<InstanceSample> Derive(Guid instanceId, IEnumerable<PendingSample> tail, CounterLedger ledger)
    {
        var hash = SampleId.TailOf(instanceId);
        return tail
            .OrderBy(pending => pending.Sample.Timestamp)
            .Select(pending => pending.Counter is { } key ? ledger.Derive(key, pending.Sample) : pending.Sample)
            .Select(sample => new InstanceSample(SampleId.Derive(hash, sample.Timestamp), instanceId, sample));
    }
}
