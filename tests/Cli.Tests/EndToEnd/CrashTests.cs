using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Cli.Tests.EndToEnd;

public sealed class CrashTests
{
    private const int Samples = 2_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Acknowledgement.Durable)]
    [InlineData(Acknowledgement.Accepted)]
    public async Task A_client_loses_and_doubles_nothing_when_the_silo_is_killed_under_it(Acknowledgement acknowledgement)
    {
        var folder = Directory.CreateTempSubdirectory("launchstack-crash-").FullName;
        var instance = Guid.NewGuid();
        var start = Timestamps.Floor(TimeProvider.System.GetUtcNow()).AddHours(-1);
        await using var first = await SiloProcess.StartAsync(folder: folder);
        await using var client = await MetricsClient.ConnectAsync(
            options =>
            {
                options.Gateways = [$"localhost:{first.GatewayPort}"];
                options.ClusterId = options.ServiceId = first.ClusterId;
                options.Acknowledgement = acknowledgement;
                options.ConfirmInterval = TimeSpan.FromSeconds(1);
                options.ResponseTimeout = TimeSpan.FromSeconds(3);
                options.BatchSize = 50;
                options.FlushInterval = TimeSpan.Zero;
            },
            cancellationToken: Cancelled);
        var adding = AddAsync(client, instance, start);

        await Deadline.UntilAsync(() => client.Accepted > Samples / 10, "some are taken");
        await first.Process.SignalAsync(UnixSignal.Kill);
        await first.Process.WaitForExitAsync();
        await using var second = await SiloProcess.StartAsync(
            new Dictionary<string, string?>
            {
                ["Cluster__GatewayPort"] = $"{first.GatewayPort}",
                ["Cluster__ClusterId"] = first.ClusterId,
                ["Cluster__ServiceId"] = first.ClusterId,
            },
            folder);
        await adding;
        await client.SettleAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);

        var page = await client.GetRecentAsync(instance, IInstanceQueryGrain.MaxLimit, cancellationToken: Cancelled);
        Assert.Equal(Samples, page.Items.Count);
        Assert.Equal((Samples, Samples, 0), (client.Accepted + client.Duplicates, client.State.Durable, client.Lost));
        await second.TerminateAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task AddAsync(MetricsClient client, Guid instance, DateTimeOffset start)
    {
        for (var number = 0; number < Samples; number++)
        {
            await client.AddAsync(instance, new Sample(start.AddSeconds(number), 1, 2, 3, 4, 5), Cancelled);
        }
    }
}
