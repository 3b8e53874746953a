using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing.Faults;

namespace LaunchStack.Metrics.Faults.Tests;

public sealed class DatabaseCrashTests
{
    private const int Rate = 1_000;

    [Fact]
    public async Task Nothing_is_missing_and_nothing_doubled_when_the_database_stops_immediately()
    {
        var faults = FaultSchedule.OfThisTest();
        await using var database = await FaultDatabase.CreateOnOwnServerAsync();
        await using var silo = new FaultSilo(database.Url);
        await silo.StartAsync();
        await using var deltas = await StartAsync(NetworkMode.Delta);
        await using var counters = await StartAsync(NetworkMode.Cumulative);
        for (var round = faults.Rounds(usual: 3); round > 0; round--)
        {
            await faults.Pick(deltas, counters).StoreAsync(faults.Between(500, 4_000), "stop the database");
            await database.Server.CrashAsync();
            await database.Server.StartAsync();
        }

        await Task.WhenAll(deltas.FinishAsync(), counters.FinishAsync());

        Task<FaultLoad> StartAsync(NetworkMode network) => FaultLoad.StartAsync(
            faults, database, silo.ClusterId, network, faults.Pick(Acknowledgement.Accepted, Acknowledgement.Durable), Rate, silo.Gateway);
    }
}
