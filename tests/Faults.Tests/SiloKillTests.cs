using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing.Faults;

namespace LaunchStack.Metrics.Faults.Tests;

public sealed class SiloKillTests
{
    private const int Rate = 500;

    [Fact]
    public async Task Nothing_is_missing_and_nothing_doubled_when_the_silo_is_killed()
    {
        var faults = FaultSchedule.OfThisTest();
        await using var database = await FaultDatabase.CreateAsync();
        await using var silo = new FaultSilo(database.Url);
        await silo.StartAsync();
        await using var durable = await StartAsync(NetworkMode.Delta, Acknowledgement.Durable);
        await using var accepted = await StartAsync(NetworkMode.Delta, Acknowledgement.Accepted);
        await using var counters = await StartAsync(NetworkMode.Cumulative, Acknowledgement.Accepted);
        FaultLoad[] loads = [durable, accepted, counters];
        for (var round = faults.Rounds(usual: 2); round > 0; round--)
        {
            await faults.Pick(loads).AdvanceAsync(faults.Between(500, 2_000), "kill the silo");
            await silo.KillAsync();
            await silo.RestartAsync();
        }

        await Task.WhenAll(loads.Select(load => load.FinishAsync()));

        Task<FaultLoad> StartAsync(NetworkMode network, Acknowledgement acknowledgement) =>
            FaultLoad.StartAsync(faults, database, silo.ClusterId, network, acknowledgement, Rate, silo.Gateway);
    }
}
