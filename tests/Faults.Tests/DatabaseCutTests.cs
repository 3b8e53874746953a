using System.Net;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Faults;
using LaunchStack.Metrics.Testing.Faults.Proxy;

namespace LaunchStack.Metrics.Faults.Tests;

public sealed class DatabaseCutTests
{
    private delegate bool Kind(ReadOnlySpan<byte> message);

    [Theory]
    [InlineData(NetworkMode.Delta)]
    [InlineData(NetworkMode.Cumulative)]
    public Task Nothing_is_missing_and_nothing_doubled_when_the_way_to_the_database_is_cut(NetworkMode network) => RunAsync(
        network,
        usual: 3,
        async (faults, proxy, load) =>
        {
            await load.StoreAsync(faults.Between(500, 3_000), "cut all connections");
            proxy.IsRefusing = faults.Pick(true, false);
            proxy.CutAll();
            await load.SendAsync(faults.Between(100, 1_000));
            proxy.IsRefusing = false;
        });

    [Theory]
    [InlineData(NetworkMode.Delta)]
    [InlineData(NetworkMode.Cumulative)]
    public Task Nothing_is_missing_and_nothing_doubled_when_a_copy_is_cut(NetworkMode network) => RunAsync(
        network,
        usual: 3,
        (faults, proxy, load) => CutAsync(faults, proxy, load, PostgresMessages.IsCopyData, faults.Pick(Cut.Before, Cut.Within)));

    [Theory]
    [InlineData(NetworkMode.Delta)]
    [InlineData(NetworkMode.Cumulative)]
    public Task Nothing_is_missing_and_nothing_doubled_when_a_commit_is_cut(NetworkMode network) => RunAsync(
        network,
        usual: 2,
        async (faults, proxy, load) =>
        {
            await CutAsync(faults, proxy, load, PostgresMessages.IsCommit, Cut.BeforeAnswer);
            await CutAsync(faults, proxy, load, PostgresMessages.IsCommit, Cut.Before);
        });

    [Fact]
    public Task A_transaction_whose_client_is_gone_unheard_does_not_hold_up_the_others_for_ever() => RunAsync(
        NetworkMode.Cumulative,
        usual: 1,
        (faults, proxy, load) => CutAsync(faults, proxy, load, PostgresMessages.IsCommit, Cut.Unheard));

    private static async Task RunAsync(NetworkMode network, int usual, Func<FaultSchedule, TcpProxy, FaultLoad, Task> strike)
    {
        var faults = FaultSchedule.OfThisTest();
        await using var database = await FaultDatabase.CreateAsync();
        var way = new IPEndPoint(IPAddress.Loopback, FreePorts.Next());
        await using var proxy = new TcpProxy(way, database.EndPoint, stream => new PostgresMessages(stream));
        await using var silo = new FaultSilo($"{database.UrlAt($"{way.Address}", way.Port)}?sslmode=disable");
        await silo.StartAsync();
        await using var load = await FaultLoad.StartAsync(
            faults, database, silo.ClusterId, network, faults.Pick(Acknowledgement.Accepted, Acknowledgement.Durable), silo.Gateway);
        for (var round = faults.Rounds(usual); round > 0; round--)
        {
            await strike(faults, proxy, load);
        }

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
