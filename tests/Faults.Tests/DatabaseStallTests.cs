using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Faults;

namespace LaunchStack.Metrics.Faults.Tests;

public sealed class DatabaseStallTests
{
    [Fact]
    public async Task Counters_stay_exact_when_the_database_is_frozen_for_longer_than_a_statement_may_take()
    {
        var faults = FaultSchedule.OfThisTest();
        await using var database = await FaultDatabase.CreateOnOwnServerAsync();
        await using var silo = new FaultSilo(database.Url);
        await silo.StartAsync();
        await using var load = await FaultLoad.StartAsync(
            faults, database, silo.ClusterId, NetworkMode.Cumulative, faults.Pick(Acknowledgement.Accepted, Acknowledgement.Durable), silo.Gateway);
        for (var round = faults.Rounds(usual: 1); round > 0; round--)
        {
            await load.StoreAsync(faults.Between(500, 4_000), "freeze the database");
            var before = GivenUp(silo);
            await database.Server.FreezeAsync();

            // The server's own limit cannot fire while it is frozen; the driver's does, and the silo says so.
            await Deadline.UntilAsync(() => GivenUp(silo) > before, "the writer has given up waiting");
            await database.Server.ResumeAsync();
        }

        await load.FinishAsync();
    }

    private static int GivenUp(FaultSilo silo) => silo.Process.Lines.Count(line => line.Contains("trying again until it does", StringComparison.Ordinal));
}
