using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Queries;

// A range as one.
internal sealed partial class InstanceQueryGrain
{
    // Percentiles need all values at once.
    private const long MaxPercentileSamples = 5_000_000;

    private static readonly TimeSpan FurthestAhead = TimeSpan.FromHours(1);

    private async Task<UsageTotals> TotalsAsync(DateTimeOffset from, DateTimeOffset to, bool percentiles, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        QueryRules.CheckHours(from, to, now);
        if (percentiles && from < now - store.Lifecycle.RawRetention)
        {
            throw new InvalidRequestException(
                "from", $"must be at most {store.Lifecycle.RawRetention.TotalDays:0.##} days ago with percentiles: raw samples are not kept longer");
        }

        QueryRules.CheckSums(from, to, now, store.Lifecycle);
        var tail = await ReadTailAsync(cancellationToken);

        // Nothing is taken that is so far ahead, and an edge is read by the hour.
        var range = WholeHours.Of(from, to < now + FurthestAhead ? to : now + FurthestAhead, tail.Snapshot.OpenHour);
        var parts = range.Hours is { } hours ? await ReadHoursAsync(tail, hours.From, hours.To, cancellationToken) : [];
        foreach (var edge in range.Edges)
        {
            parts.AddRange(await ReadEdgeAsync(tail, edge, cancellationToken));
        }

        await EnsureExistsAsync(tail.Samples.Count + parts.Count, cancellationToken);
        var totals = UsageSums.Total(from, to, parts);
        return percentiles && totals.SampleCount > 0 ? await WithPercentilesAsync(totals, tail, cancellationToken) : totals;
    }

    /// <summary>The hours of an edge, the first and the last in part: from whole hours of samples, which are kept while the edge moves on with the clock.</summary>
    private async Task<IEnumerable<AggregatedUsage>> ReadEdgeAsync(TailReading tail, TimeRange edge, CancellationToken cancellationToken)
    {
        List<DateTimeOffset> hours = [.. RangeRules.Hours(edge.From, edge.To - edge.From)];
        var raw = await stored.SamplesOfHoursAsync(InstanceId, tail.Snapshot, hours, cancellationToken);
        return UsageAggregation.Hours(TailedSamples.Merge(Within(tail.Samples, edge), Within(raw, edge)));
    }

    private async Task<UsageTotals> WithPercentilesAsync(UsageTotals totals, TailReading tail, CancellationToken cancellationToken)
    {
        if (totals.SampleCount > MaxPercentileSamples)
        {
            throw new InvalidRequestException("percentiles", $"must be false here: the range has more than {MaxPercentileSamples} samples");
        }

        var range = new TimeRange(totals.From, totals.To);
        var found = await limiter.RunHeavyAsync(
            token => store.PercentilesAsync(InstanceId, range, Within(tail.Samples, range), token), cancellationToken);
        return totals with { Cpu = found?.Cpu, Memory = found?.Memory };
    }

    private static IReadOnlyList<InstanceSample> Within(IEnumerable<InstanceSample> samples, TimeRange range) =>
        [.. samples.Where(sample => sample.Sample.Timestamp >= range.From && sample.Sample.Timestamp < range.To)];
}
