using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing.Faults;

namespace LaunchStack.Metrics.Faults.Tests;

public sealed class DatabaseCrashTests
{
    [Theory]
    [InlineData(NetworkMode.Delta)]
    [InlineData(NetworkMode.Cumulative)]
    public async Task Nothing_is_missing_and_nothing_doubled_when_the_database_stops_immediately(NetworkMode network)
    {
        var faults = FaultSchedule.OfThisTest();
        await using var database = await FaultDatabase.CreateOnOwnServerAsync();
        await using var silo = new FaultSilo(database.Url);
        await silo.StartAsync();
        await using var load = await FaultLoad.StartAsync(
            faults, database, silo.ClusterId, network, faults.Pick(Acknowledgement.Accepted, Acknowledgement.Durable), silo.Gateway);
        for (var round = faults.Rounds(usual: 3); round > 0; round--)
        {
            await load.StoreAsync(faults.Between(500, 4_000), "stop the database");
            await database.Server.CrashAsync();
            await database.Server.StartAsync();
        }

        await load.FinishAsync();
    }
}
