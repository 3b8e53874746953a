using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Faults;

namespace LaunchStack.Metrics.Faults.Tests;

public sealed class TwoSilosTests
{
    // Longer than Cluster:DeadAfter, on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // With receipts of acceptance alone: it is the client that must not let go because of what one of the two activations says.
    [Fact]
    public async Task A_silo_that_was_taken_for_dead_and_goes_on_doubles_and_loses_nothing()
    {
        var faults = FaultSchedule.OfThisTest();
        await using var database = await FaultDatabase.CreateAsync();
        await using var frozen = new FaultSilo(database.Url);
        await using var other = new FaultSilo(database.Url, frozen.ClusterId);
        await frozen.StartAsync();
        await other.StartAsync();
        await using var load = await FaultLoad.StartAsync(
            faults, database, frozen.ClusterId, NetworkMode.Cumulative, Acknowledgement.Accepted, other.Gateway);
        for (var round = faults.Rounds(usual: 1); round > 0; round--)
        {
            await load.AdvanceAsync(faults.Between(500, 4_000), "freeze a silo");
            await frozen.Process.SignalAsync(UnixSignal.Freeze);
            await Deadline.UntilAsync(async () => !await database.IsActiveAsync(frozen), Patience, "the silo is taken for dead");

            // Its instances are activated at the other one, and what is in its memory and its transactions is sent again there.
            await load.AdvanceAsync(faults.Between(500, 4_000), "let it go on");
            await frozen.Process.SignalAsync(UnixSignal.Resume);

            // It commits what it has in hand until it learns that it is dead, and ends then.
            await frozen.Process.WaitForExitAsync();
            await frozen.RestartAsync();
        }

        await load.FinishAsync();
    }
}
