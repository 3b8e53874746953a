using System.Net;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Faults;
using LaunchStack.Metrics.Testing.Faults.Proxy;

namespace LaunchStack.Metrics.Faults.Tests;

public sealed class DatabaseCutTests
{
    private delegate bool Kind(ReadOnlySpan<byte> message);

    /// <summary>Each kind of network numbers is written by statements of its own, so that no transaction has both here.</summary>
    [Theory]
    [InlineData(NetworkMode.Delta)]
    [InlineData(NetworkMode.Cumulative)]
    public async Task Nothing_is_missing_and_nothing_doubled_wherever_the_way_to_the_database_is_cut(NetworkMode network)
    {
        var faults = FaultSchedule.OfThisTest();
        await using var database = await FaultDatabase.CreateAsync();
        var way = new IPEndPoint(IPAddress.Loopback, FreePorts.Next());
        await using var proxy = new TcpProxy(way, database.EndPoint, stream => new PostgresMessages(stream));
        await using var silo = new FaultSilo($"{database.UrlAt($"{way.Address}", way.Port)}?sslmode=disable");
        await silo.StartAsync();
        await using var load = await FaultLoad.StartAsync(
            faults, database, silo.ClusterId, network, faults.Pick(Acknowledgement.Accepted, Acknowledgement.Durable), silo.Gateway);
        for (var round = faults.Rounds(usual: 2); round > 0; round--)
        {
            await load.StoreAsync(faults.Between(500, 3_000), "cut all connections");
            proxy.IsRefusing = faults.Pick(true, false);
            proxy.CutAll();
            await load.SendAsync(faults.Between(100, 1_000));
            proxy.IsRefusing = false;
            await CutAsync(faults, proxy, load, PostgresMessages.IsCopyData, Cut.Before);
            await CutAsync(faults, proxy, load, PostgresMessages.IsCopyData, Cut.Within);
            await CutAsync(faults, proxy, load, PostgresMessages.IsCommit, Cut.BeforeAnswer);
            await CutAsync(faults, proxy, load, PostgresMessages.IsCommit, Cut.Before);
        }

        // The others must not wait for ever for the locks of a transaction whose client is gone.
        await CutAsync(faults, proxy, load, PostgresMessages.IsCommit, Cut.Unheard);
        await load.FinishAsync();
    }

    /// <summary>Cuts at a message of a kind, some of which pass first.</summary>
    private static async Task CutAsync(FaultSchedule faults, TcpProxy proxy, FaultLoad load, Kind kind, Cut cut)
    {
        var passing = faults.Between(0, 10);
        await load.StoreAsync(faults.Between(500, 3_000), $"cut, {passing} messages later: {cut}");
        await proxy.CutOnceAsync(message => kind(message) && passing-- <= 0 ? cut : Cut.None).WaitAsync(Deadline.Default, TestContext.Current.CancellationToken);
    }
}
