using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Faults;

namespace LaunchStack.Metrics.Faults.Tests;

public sealed class SiloFreezeTests
{
    [Fact]
    public async Task Counters_stay_exact_when_the_silo_is_frozen_for_longer_than_its_clients_wait()
    {
        var faults = FaultSchedule.OfThisTest();
        await using var database = await FaultDatabase.CreateAsync();
        await using var silo = new FaultSilo(database.Url);
        await silo.StartAsync();
        await using var load = await FaultLoad.StartAsync(
            faults, database, silo.ClusterId, NetworkMode.Cumulative, faults.Pick(Acknowledgement.Accepted, Acknowledgement.Durable), silo.Gateway);
        for (var round = faults.Rounds(usual: 2); round > 0; round--)
        {
            await load.AdvanceAsync(faults.Between(500, 4_000), "freeze the silo");
            await silo.Process.SignalAsync(UnixSignal.Freeze);
            await load.ResendAsync();
            await silo.Process.SignalAsync(UnixSignal.Resume);
        }

        await load.FinishAsync();
    }
}
