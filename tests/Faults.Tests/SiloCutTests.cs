using System.Net;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing.Faults;
using LaunchStack.Metrics.Testing.Faults.Proxy;
using Orleans.Runtime.Placement;

namespace LaunchStack.Metrics.Faults.Tests;

public sealed class SiloCutTests
{
    // Others look for a silo here, and find the proxy.
    private static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.2");

    // Never for as long as it takes one to be taken for dead: that has a test of its own.
    [Fact]
    public async Task Counters_stay_exact_when_the_way_between_two_silos_is_cut()
    {
        var faults = FaultSchedule.OfThisTest();
        await using var database = await FaultDatabase.CreateAsync();
        await using var one = new FaultSilo(database.Url, place: new SiloPlace(Elsewhere));
        await using var other = new FaultSilo(database.Url, one.ClusterId, new SiloPlace(Elsewhere));

        // A silo takes its port for taken where a proxy listens on it, whatever the address.
        await one.StartAsync();
        await using var toOne = WayTo(one);
        await other.StartAsync();
        await using var toOther = WayTo(other);

        // Else instances would be where their pushes arrive, and nothing on the way that is cut.
        RequestContext.Set(IPlacementDirector.PlacementHintKey, await database.FindAsync(other));
        await using var load = await FaultLoad.StartAsync(
            faults, database, one.ClusterId, NetworkMode.Cumulative, faults.Pick(Acknowledgement.Accepted, Acknowledgement.Durable), one.Gateway);
        for (var round = faults.Rounds(usual: 1); round > 0; round--)
        {
            await load.AdvanceAsync(faults.Between(500, 3_000), "cut all connections");
            toOne.CutAll();
            toOther.CutAll();
            await load.AdvanceAsync(faults.Between(500, 3_000), "cut within a message, or lose its answer");
            await await Task.WhenAny(toOne.CutAfterAsync(faults.Between(1_000, 50_000), Cut.Within), toOther.CutAfterAsync(faults.Between(1_000, 50_000), Cut.BeforeAnswer));
            await load.AdvanceAsync(faults.Between(500, 3_000), "stall");
            toOne.Stall();
            toOther.Stall();
            await load.ResendAsync();
            toOne.Resume();
            toOther.Resume();
        }

        await load.FinishAsync();
    }

    private static TcpProxy WayTo(FaultSilo silo) => new(
        new IPEndPoint(Elsewhere, silo.SiloPort), new IPEndPoint(IPAddress.Loopback, silo.SiloPort), stream => new ByteChunks(stream));
}
