using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Queries;

// A range as one.
internal sealed partial class InstanceQueryGrain
{
    // Percentiles need all values at once.
    private const long MaxPercentileSamples = 5_000_000;

    private async Task<UsageTotals> TotalsAsync(DateTimeOffset from, DateTimeOffset to, bool percentiles, CancellationToken cancellationToken)
    {
        QueryRules.CheckHours(from, to);
        var now = time.GetUtcNow();
        QueryRules.CheckEdges(from, to, now, store.Lifecycle.RawRetention);
        if (percentiles && from < now - store.Lifecycle.RawRetention)
        {
            throw new InvalidRequestException(
                "from", $"must be at most {store.Lifecycle.RawRetention.TotalDays:0.##} days ago with percentiles: raw samples are not kept longer");
        }

        var tail = await ReadTailAsync(cancellationToken);
        var range = WholeHours.Of(from, to, tail.Snapshot.OpenHour);
        var parts = range.Hours is { } hours ? await ReadHoursAsync(tail, hours.From, hours.To, cancellationToken) : [];
        foreach (var edge in range.Edges)
        {
            parts.AddRange(await ReadEdgeAsync(tail, edge, cancellationToken));
        }

        await EnsureExistsAsync(tail.Samples.Count + parts.Count, cancellationToken);
        var totals = UsageSums.Total(from, to, parts);
        return percentiles && totals.SampleCount > 0 ? await WithPercentilesAsync(totals, tail, cancellationToken) : totals;
    }

    /// <summary>The hours of an edge, the first and the last in part: by the store where the tail leaves them alone.</summary>
    private async Task<IEnumerable<AggregatedUsage>> ReadEdgeAsync(TailReading tail, TimeRange edge, CancellationToken cancellationToken)
    {
        var within = Within(tail, edge);
        var touched = within.Select(sample => Timestamps.Hour(sample.Sample.Timestamp)).ToHashSet();
        var raw = touched.Count == 0 ? [] : await stored.SamplesOfHoursAsync(InstanceId, tail.Snapshot, touched, cancellationToken);
        var durable = await stored.BucketsAsync(InstanceId, tail.Snapshot, edge.From, edge.To, TimeSpan.FromHours(1), cancellationToken);
        var computed = UsageAggregation.Hours(
            TailedSamples.Merge(within, [.. raw.Where(sample => sample.Sample.Timestamp >= edge.From && sample.Sample.Timestamp < edge.To)]));
        return durable.Where(hour => !touched.Contains(hour.Bucket)).Concat(computed);
    }

    private async Task<UsageTotals> WithPercentilesAsync(UsageTotals totals, TailReading tail, CancellationToken cancellationToken)
    {
        if (totals.SampleCount > MaxPercentileSamples)
        {
            throw new InvalidRequestException("percentiles", $"must be false here: the range has more than {MaxPercentileSamples} samples");
        }

        var range = new TimeRange(totals.From, totals.To);
        var found = await limiter.RunHeavyAsync(
            token => store.PercentilesAsync(InstanceId, range, Within(tail, range), token), cancellationToken);
        return totals with { Cpu = found?.Cpu, Memory = found?.Memory };
    }

    private static IReadOnlyList<InstanceSample> Within(TailReading tail, TimeRange range) =>
        [.. tail.Samples.Where(sample => sample.Sample.Timestamp >= range.From && sample.Sample.Timestamp < range.To)];
}
