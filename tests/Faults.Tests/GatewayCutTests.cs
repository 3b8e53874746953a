using System.Net;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing.Faults;
using LaunchStack.Metrics.Testing.Faults.Proxy;

namespace LaunchStack.Metrics.Faults.Tests;

public sealed class GatewayCutTests
{
    private const int Rate = 1_000;

    // A gateway answers only to its own port number, so the proxy has the same one at another of this machine's own addresses.
    private static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.2");

    [Fact]
    public async Task Nothing_is_missing_and_nothing_doubled_when_the_way_to_the_gateway_is_cut()
    {
        var faults = FaultSchedule.OfThisTest();
        await using var database = await FaultDatabase.CreateAsync();
        await using var silo = new FaultSilo(database.Url);
        await silo.StartAsync();
        var way = new IPEndPoint(Elsewhere, silo.GatewayPort);
        await using var proxy = new TcpProxy(way, new IPEndPoint(IPAddress.Loopback, silo.GatewayPort), stream => new ByteChunks(stream));
        await using var deltas = await StartAsync(NetworkMode.Delta);
        await using var counters = await StartAsync(NetworkMode.Cumulative);
        for (var round = faults.Rounds(usual: 2); round > 0; round--)
        {
            await faults.Pick(deltas, counters).AdvanceAsync(faults.Between(500, 3_000), "cut all connections");
            proxy.CutAll();

            // Whose message it is that is cut, the bytes say.
            await faults.Pick(deltas, counters).AdvanceAsync(faults.Between(500, 3_000), "cut within a message");
            await proxy.CutAfterAsync(faults.Between(1_000, 200_000), Cut.Within);
            await faults.Pick(deltas, counters).AdvanceAsync(faults.Between(500, 3_000), "lose an answer");
            await proxy.CutAfterAsync(faults.Between(1_000, 200_000), Cut.BeforeAnswer);
            await faults.Pick(deltas, counters).AdvanceAsync(faults.Between(500, 3_000), "stall");
            proxy.Stall();
            await Task.WhenAll(deltas.ResendAsync(), counters.ResendAsync());
            proxy.Resume();
        }

        await Task.WhenAll(deltas.FinishAsync(), counters.FinishAsync());

        Task<FaultLoad> StartAsync(NetworkMode network) => FaultLoad.StartAsync(
            faults, database, silo.ClusterId, network, faults.Pick(Acknowledgement.Accepted, Acknowledgement.Durable), Rate, $"{way}");
    }
}
