using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Benchmarks.Late;

/// <summary>An app that sends what it has kept, with the client library, oldest first and as fast as the service takes it.</summary>
internal static class LateAgent
{
    /// <summary>Sends everything and waits until it is durable.</summary>
    /// <param name="gateway">The silo.</param>
    /// <param name="clusterId">Its cluster.</param>
    /// <param name="late">What to send.</param>
    /// <param name="end">Samples are before this.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many samples were sent again, counted each time.</returns>
    public static async Task<long> SendAsync(string gateway, string clusterId, LateSamples late, DateTimeOffset end, CancellationToken cancellationToken)
    {
        await using var client = await MetricsClient.ConnectAsync(
            options =>
            {
                options.Gateways = [gateway];
                (options.ClusterId, options.ServiceId) = (clusterId, clusterId);
                options.FlushInterval = TimeSpan.Zero;
            },
            cancellationToken: cancellationToken);
        var start = Timestamps.Floor(end.AddDays(-late.Days));
        for (var instance = 0; instance < late.Instances; instance++)
        {
            var simulated = LateSamples.Instance(instance);
            for (var number = 0L; number < late.PerInstance; number++)
            {
                await client.AddAsync(simulated.Id, simulated.SampleAt(number, start + (late.Interval * number)), cancellationToken);
            }
        }

        await client.SettleAsync(cancellationToken);
        return client.Resent;
    }
}
