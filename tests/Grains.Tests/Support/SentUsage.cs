using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tests.Support;

/// <summary>
/// The rows that one instance has to have after what was pushed to it, push by push: by the rules as they are promised, and without any code
/// of the service.
/// </summary>
internal sealed class SentUsage
{
    private readonly Dictionary<(string Source, DateTimeOffset? StartedAt), Sample> _newest = [];

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The rows by time.</summary>
    public SortedDictionary<DateTimeOffset, Sample> Rows { get; } = [];

    /// <summary>Notes a push, which is to be taken before the next one.</summary>
    public SampleBatch Note(SampleBatch batch)
    {
        foreach (var sample in batch.Samples.Where(sample => !Rows.ContainsKey(sample.Timestamp)).DistinctBy(sample => sample.Timestamp).OrderBy(sample => sample.Timestamp))
        {
            Rows.Add(sample.Timestamp, batch.Network == NetworkMode.Delta ? sample : Derive((batch.Source, batch.StartedAt), sample));
        }

        return batch;
    }

    /// <summary>The rows of a range of time.</summary>
    public List<Sample> Between(DateTimeOffset from, DateTimeOffset to) =>
        [.. Rows.Values.Where(sample => sample.Timestamp >= from && sample.Timestamp < to)];

    private Sample Derive((string Source, DateTimeOffset? StartedAt) counters, Sample reading)
    {
        var isFirstEver = _newest.Count == 0;
        if (!_newest.TryGetValue(counters, out var before))
        {
            _newest[counters] = reading;
            return isFirstEver ? With(0, 0) : reading;
        }

        if (reading.Timestamp < before.Timestamp)
        {
            return With(0, 0);
        }

        _newest[counters] = reading;
        return With(Bytes(before.NetworkIn, reading.NetworkIn), Bytes(before.NetworkOut, reading.NetworkOut));

        Sample With(long bytesIn, long bytesOut) => reading with { NetworkIn = bytesIn, NetworkOut = bytesOut };

        // A counter that went back has started again.
        static long Bytes(long earlier, long later) => later < earlier ? later : later - earlier;
    }
}
