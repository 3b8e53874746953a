using System.Net;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing.Faults;
using LaunchStack.Metrics.Testing.Faults.Proxy;

namespace LaunchStack.Metrics.Faults.Tests;

public sealed class GatewayCutTests
{
    // A gateway answers only to its own port number, so the proxy has the same one at another of this machine's own addresses.
    private static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.2");

    [Theory]
    [InlineData(NetworkMode.Delta)]
    [InlineData(NetworkMode.Cumulative)]
    public async Task Nothing_is_missing_and_nothing_doubled_when_the_way_to_the_gateway_is_cut(NetworkMode network)
    {
        var faults = FaultSchedule.OfThisTest();
        await using var database = await FaultDatabase.CreateAsync();
        await using var silo = new FaultSilo(database.Url);
        await silo.StartAsync();
        var way = new IPEndPoint(Elsewhere, silo.GatewayPort);
        await using var proxy = new TcpProxy(way, new IPEndPoint(IPAddress.Loopback, silo.GatewayPort), stream => new ByteChunks(stream));
        await using var load = await FaultLoad.StartAsync(
            faults, database, silo.ClusterId, network, faults.Pick(Acknowledgement.Accepted, Acknowledgement.Durable), $"{way}");
        for (var round = faults.Rounds(usual: 2); round > 0; round--)
        {
            await load.AdvanceAsync(faults.Between(500, 3_000), "cut all connections");
            proxy.CutAll();
            await load.AdvanceAsync(faults.Between(500, 3_000), "cut within a message, or lose its answer");
            await proxy.CutAfterAsync(faults.Between(1_000, 200_000), faults.Pick(Cut.Within, Cut.BeforeAnswer));
            await load.AdvanceAsync(faults.Between(500, 3_000), "stall");
            proxy.Stall();
            await load.ResendAsync();
            proxy.Resume();
        }

        await load.FinishAsync();
    }
}
