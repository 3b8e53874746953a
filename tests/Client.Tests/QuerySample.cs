// <sample>
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;

internal static class QuerySample
{
    public static async Task RunAsync(MetricsClient client, Guid instance, TextWriter output, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var latest = await client.GetLatestAsync(instance, cancellationToken);
        await output.WriteLineAsync($"now: {latest?.Sample.CpuUsage} %, {latest?.Sample.MemoryUsage} bytes");

        // The last day in at most 96 points, each as wide as it says.
        var range = await client.GetRangeAsync(instance, new RangeQuery { From = now.AddDays(-1), To = now, Points = 96 }, cancellationToken);
        foreach (var point in range.Points)
        {
            await output.WriteLineAsync($"{point.Bucket:O} ({range.Resolution}, {range.Width}): {point.AvgCpu} %");
        }

        var totals = await client.GetTotalsAsync(instance, now.AddDays(-1), now, percentiles: true, cancellationToken);
        await output.WriteLineAsync($"the day: {totals.AvgCpu} % on average, {totals.Cpu?.P95} % at the 95th percentile, {totals.TotalNetworkIn} bytes in");

        foreach (var ranked in await client.GetTopAsync(new TopQuery { From = now.AddMinutes(-5), To = now, By = UsageMeasure.Memory }, cancellationToken))
        {
            await output.WriteLineAsync($"{ranked.InstanceId} {ranked.Name}: {ranked.Totals.AvgMemory} bytes");
        }

        // All of it, in constant memory; and then what comes, until the loop is left.
        SampleCursor? place = null;
        await foreach (var (id, _, sample) in client.ReadSamplesAsync(instance, now.AddDays(-1), now, cancellationToken))
        {
            place = new SampleCursor(sample.Timestamp, id);
        }

        await foreach (var (_, _, sample) in client.FollowSamplesAsync(instance, place, cancellationToken))
        {
            await output.WriteLineAsync($"{sample.Timestamp:O}: {sample.CpuUsage} %");
            break;
        }
    }
}

// </sample>
