using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing.Faults;

namespace LaunchStack.Metrics.Faults.Tests;

public sealed class SiloKillTests
{
    [Theory]
    [InlineData(NetworkMode.Delta, Acknowledgement.Durable)]
    [InlineData(NetworkMode.Delta, Acknowledgement.Accepted)]
    [InlineData(NetworkMode.Cumulative, Acknowledgement.Accepted)]
    public async Task Nothing_is_missing_and_nothing_doubled_when_the_silo_is_killed(NetworkMode network, Acknowledgement acknowledgement)
    {
        var faults = FaultSchedule.OfThisTest();
        await using var database = await FaultDatabase.CreateAsync();
        await using var silo = new FaultSilo(database.Url);
        await silo.StartAsync();
        await using var load = await FaultLoad.StartAsync(faults, database, silo.ClusterId, network, acknowledgement, silo.Gateway);
        for (var round = faults.Rounds(usual: 2); round > 0; round--)
        {
            await load.AdvanceAsync(faults.Between(500, 4_000), "kill the silo");
            await silo.KillAsync();
            await silo.RestartAsync();
        }

        await load.FinishAsync();
    }
}
