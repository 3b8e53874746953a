using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Watch;

/// <summary>Looks at all instances.</summary>
internal sealed class FleetWatch(MetricsClient client, UsageMeasure by, int limit, WatchWindow window, bool withCharts, TimeProvider time)
{
    public async Task<FleetFrame> LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var query = new TopQuery { From = now - window.Length, To = now, By = by, Limit = TopQuery.MaxLimit };
        var ranked = await client.GetTopAsync(query, cancellationToken);
        Guid[] busiest = [.. ranked.Take(limit).Select(instance => instance.InstanceId)];
        if (busiest.Length == 0)
        {
            return new FleetFrame(now, 0, 0, []);
        }

        var latest = (await client.GetLatestAsync(busiest, cancellationToken)).ToDictionary(sample => sample.InstanceId, sample => sample.Sample);
        var ranges = withCharts
            ? (await client.GetRangesAsync(busiest, window.QueryAt(now), cancellationToken)).ToDictionary(range => range.InstanceId, range => range.Range)
            : [];
        var rows = ranked.Take(limit).Select(instance => RowOf(
            instance,
            latest.TryGetValue(instance.InstanceId, out var sample) ? sample.CpuUsage : null,
            ranges.GetValueOrDefault(instance.InstanceId)?.Points ?? []));

        // More than that are not told, so that a sum would be too small. What has no memory limit has no rank by its share either.
        var areAll = ranked.Count < TopQuery.MaxLimit && by != UsageMeasure.MemoryShare;
        return new FleetFrame(
            now, ranked.Count, areAll ? ranked.Sum(instance => instance.Totals.SampleCount) / window.Length.TotalSeconds : null, [.. rows]);
    }

    private FleetRow RowOf(RankedUsage instance, double? cpu, IReadOnlyList<UsagePoint> points) => new(
        instance.InstanceId,
        instance.Name,
        cpu,
        instance.Totals.AvgCpu,
        instance.Totals.AvgMemory,
        instance.Totals.MemoryShare,
        (double)instance.Totals.TotalNetworkIn / window.Length.TotalSeconds,
        (double)instance.Totals.TotalNetworkOut / window.Length.TotalSeconds)
    {
        Points = points,
    };
}
