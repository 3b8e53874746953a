using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>Makes one part per instance and counters out of samples in the order they were added.</summary>
internal static class Grouping
{
    public static IReadOnlyList<InstanceBatch> ToParts(IReadOnlyList<LaneItem> items)
    {
        // Keys keep the order in which they are first seen.
        var groups = new OrderedDictionary<(Guid InstanceId, CounterKey? Counter), List<Sample>>();
        foreach (var item in items)
        {
            var key = (item.InstanceId, item.Counter);
            if (!groups.TryGetValue(key, out var samples))
            {
                groups.Add(key, samples = []);
            }

            samples.Add(item.Sample);
        }

        return [.. groups.Select(group => new InstanceBatch(group.Key.InstanceId, ToBatch(group.Key.Counter, group.Value)))];
    }

    private static SampleBatch ToBatch(CounterKey? counter, List<Sample> samples) => counter is null
        ? new SampleBatch { Samples = samples }
        : new SampleBatch
        {
            Samples = samples,
            Network = NetworkMode.Cumulative,
            Source = counter.Source,
            StartedAt = counter.StartedAt == DateTimeOffset.UnixEpoch ? null : counter.StartedAt,
        };
}
