using LaunchStack.Metrics.Faults.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Faults.Tests;

public sealed class TwoSilosTests
{
    [Fact]
    public async Task A_silo_that_was_taken_for_dead_and_goes_on_doubles_nothing()
    {
        var faults = FaultSchedule.OfThisTest();
        await using var database = await FaultDatabase.CreateAsync();
        await using var one = new FaultSilo(database.Url);
        await using var other = new FaultSilo(database.Url, one.ClusterId);
        await one.StartAsync();
        await other.StartAsync();
        await using var load = await FaultLoad.StartAsync(
            faults, database, one.ClusterId, NetworkMode.Cumulative, Acknowledgement.Durable, one.Gateway, other.Gateway);
        for (var round = faults.Rounds(usual: 1); round > 0; round--)
        {
            var frozen = faults.Pick(one, other);
            await load.AdvanceAsync(faults.Between(500, 4_000), $"freeze the silo at {frozen.Gateway}");
            await frozen.Process.SignalAsync(UnixSignal.Freeze);

            // Its instances are activated at the other silo, and what is in its memory and its transactions is sent again there.
            await load.AdvanceAsync(4_000, "let it go on");
            await frozen.Process.SignalAsync(UnixSignal.Resume);

            // It learns that it is dead and ends, or hears nothing of it where the other waited in vain for its rows alone.
            await load.AdvanceAsync(2_000, "go on");
            if (frozen.Process.HasExited || await DatabaseSaysDeadAsync(database, frozen))
            {
                await frozen.Process.WaitForExitAsync();
                await frozen.RestartAsync();
            }
        }

        await load.FinishAsync();
    }

    private static async Task<bool> DatabaseSaysDeadAsync(FaultDatabase database, FaultSilo silo)
    {
        const int Active = 3;
        return await database.AskAsync<long>($"SELECT count(*) FROM OrleansMembershipTable WHERE ProxyPort = {silo.GatewayPort} AND Status = {Active}") == 0;
    }
}
