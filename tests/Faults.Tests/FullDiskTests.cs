using LaunchStack.Metrics.Faults.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Faults;

namespace LaunchStack.Metrics.Faults.Tests;

public sealed class FullDiskTests
{
    private const string DiskFull = "53100";

    [Fact]
    public async Task Counters_stay_exact_when_the_database_runs_out_of_disk_and_has_room_again()
    {
        var faults = FaultSchedule.OfThisTest();
        await using var database = await FaultDatabase.CreateOnOwnServerAsync();
        await using var disk = await SmallDisk.TryMountAsync(database, faults);
        await using var silo = new FaultSilo(database.Url);
        await silo.StartAsync();
        await using var load = await FaultLoad.StartAsync(
            faults, database, silo.ClusterId, NetworkMode.Cumulative, faults.Pick(Acknowledgement.Accepted, Acknowledgement.Durable), silo.Gateway);
        var ways = new IDiskFault?[] { new RefusingTrigger(database), disk }.OfType<IDiskFault>().ToList();
        for (var round = faults.Rounds(usual: 1); round > 0; round--)
        {
            foreach (var way in ways)
            {
                await load.StoreAsync(faults.Between(500, 3_000), $"let {way.GetType().Name} leave no room");
                var before = Refusals(silo);
                await way.FillAsync();
                await Deadline.UntilAsync(() => Refusals(silo) > before, "the silo is refused room");
                await load.SendAsync(faults.Between(500, 3_000));
                await way.FreeAsync();
            }
        }

        await load.FinishAsync();
    }

    private static int Refusals(FaultSilo silo) => silo.Process.Lines.Count(line => line.Contains(DiskFull, StringComparison.Ordinal));
}
