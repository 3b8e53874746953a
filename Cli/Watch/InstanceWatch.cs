using LaunchStack.Metrics.Cli.Query;
using LaunchStack.Metrics.Client;

namespace LaunchStack.Metrics.Cli.Watch;

/// <summary>Looks at one instance.</summary>
internal sealed class InstanceWatch(MetricsClient client, Guid instanceId, WatchWindow window, bool withCharts, TimeProvider time)
{
    /// <exception cref="UnknownInstanceException">There is no such instance, or none any more.</exception>
    public async Task<InstanceFrame> LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var newest = (await client.GetRecentAsync(instanceId, 2, cancellationToken: cancellationToken)).Items;
        var name = await InstanceNames.OfAsync(client, instanceId, cancellationToken);
        var points = withCharts ? (await client.GetRangeAsync(instanceId, window.QueryAt(now), cancellationToken)).Points : [];
        var rate = NetworkRate.Of(newest);
        var sample = newest is [var first, ..] ? first.Sample : (Models.Sample?)null;
        return new InstanceFrame(
            now,
            instanceId,
            name,
            sample?.Timestamp,
            sample?.CpuUsage,
            sample?.MemoryUsage,
            sample?.MemoryLimit,
            sample is { } measured ? LatestRow.ShareOf(measured) : null,
            rate.In,
            rate.Out)
        {
            Points = points,
        };
    }
}
