using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Silo.Tests;

public sealed class MemoryTests
{
    private const int Instances = 100;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Where the tail may fill the memory, the writer has none left to commit it, and nothing moves ever again.
    [Fact]
    public async Task A_silo_with_little_memory_refuses_what_it_has_no_room_for_and_commits_what_it_has()
    {
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?>
        {
            ["DOTNET_GCHeapHardLimit"] = "0x6000000",
            ["Metrics__FlushInterval"] = "00:10:00",
            ["Metrics__FlushSize"] = "10000",
            ["Metrics__InstanceTailCapacity"] = "10000",

            // So little memory makes the collector busy, and a machine may be busy with others as well.
            ["Metrics__StopTimeout"] = "00:03:00",
        });
        await using var client = await MetricsClient.ConnectAsync(
            options => (options.Gateways, options.ClusterId, options.ServiceId, options.PushTimeout) =
                ([$"127.0.0.1:{silo.GatewayPort}"], silo.ClusterId, silo.ClusterId, TimeSpan.FromSeconds(1)),
            cancellationToken: Cancel);
        Guid[] ids = [.. Enumerable.Range(0, Instances).Select(_ => Guid.NewGuid())];
        var start = Timestamps.Floor(TimeProvider.System.GetUtcNow().AddHours(-1));

        var accepted = await FillAsync(client, ids, start);
        Assert.InRange(accepted, 80_000, 250_000);
        await silo.TerminateAsync(TimeSpan.FromMinutes(4));
        await silo.Process.WaitForLineAsync($"Writer drained: {accepted} samples accepted, {accepted} durable, 0 dropped");
    }

    private static async Task<int> FillAsync(MetricsClient client, Guid[] ids, DateTimeOffset start)
    {
        const int Batch = 500;
        var accepted = 0;
        for (var round = 0; ; round++)
        {
            foreach (var id in ids)
            {
                Sample[] samples = [.. Enumerable.Range(0, Batch).Select(index => new Sample(start.AddMilliseconds((round * Batch) + index), 1, 2, 3, 4, 5))];
                try
                {
                    accepted += (await client.PushAsync(id, new SampleBatch { Samples = samples }, Acknowledgement.Accepted, Cancel)).Accepted;
                }
                catch (OverloadedException)
                {
                    return accepted;
                }
            }
        }
    }
}
