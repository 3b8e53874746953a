// <sample>
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;

internal static class ReadmeSample
{
    public static async Task RunAsync(string gateway, Guid instance)
    {
        await using var client = await MetricsClient.ConnectAsync(options => options.Gateways = [gateway]);

        // CPU in percent of a core, memory in bytes, network in bytes since the previous sample.
        await client.AddAsync(instance, new Sample(TimeProvider.System.GetUtcNow(), 12.5, 268_435_456, 1_073_741_824, 4_096, 512));
        await client.FlushAsync();

        var latest = await client.GetLatestAsync(instance);
        Console.WriteLine($"{latest?.Sample.Timestamp:O}: {latest?.Sample.CpuUsage} %");
    }
}

// </sample>
