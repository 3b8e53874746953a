using System.Globalization;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Faults;

namespace LaunchStack.Metrics.Cluster.Tests.Chaos;

/// <summary>Faults, one after the other. Everything about them follows from the schedule's seed; their moments are numbers of samples.</summary>
/// <param name="faults">Draws them.</param>
/// <param name="cluster">Whom they befall.</param>
/// <param name="load">What goes on meanwhile.</param>
/// <param name="isLong">Whether faults may take their time.</param>
internal sealed class ChaosRun(FaultSchedule faults, ChaosCluster cluster, FaultLoad load, bool isLong)
{
    // Samples until a fault, and while it lasts.
    private const int Least = 100;
    private const int Most = 1_000;
    private const int MostOfLong = 10_000;

    private static readonly TimeSpan UntilTakenForDead = TimeSpan.FromMinutes(3);

    /// <summary>Lets each kind of fault strike once, in any order.</summary>
    public async Task StrikeWithEachAsync()
    {
        foreach (var fault in faults.Shuffle(Enum.GetValues<ChaosFault>()))
        {
            await StrikeAsync(fault);
        }
    }

    private int While() => faults.Between(Least, isLong ? MostOfLong : Most);

    private async Task StrikeAsync(ChaosFault fault)
    {
        var number = faults.Between(0, ChaosCluster.Size - 1);
        await load.AdvanceAsync(faults.Between(Least, Most), $"{fault}, silo {number}");
        await (fault switch
        {
            ChaosFault.SiloKilled => KillAsync(number),
            ChaosFault.SiloFrozen => FreezeAsync(number, untilDead: false),
            ChaosFault.SiloTakenForDead => FreezeAsync(number, untilDead: true),
            ChaosFault.SiloRestarted => RestartAsync(number),
            ChaosFault.SiloCutOff => CutOffAsync(number),
            ChaosFault.DatabaseCutOff => CutOffDatabaseAsync(number),
            ChaosFault.ClockJumped => JumpAsync(number),
            _ => RestartDatabaseAsync(isCrash: fault == ChaosFault.DatabaseCrashed),
        });
        await cluster.MendAsync();
    }

    private async Task KillAsync(int number)
    {
        var samples = faults.Pick(0, While());
        await cluster.Silos[number].KillAsync();
        await load.AdvanceAsync(samples, "start it again");
        await cluster.StartAsync(number);
    }

    private async Task FreezeAsync(int number, bool untilDead)
    {
        var silo = cluster.Silos[number];
        await silo.Process.SignalAsync(UnixSignal.Freeze);

        // A silo that has only just started may have no instances yet, and nobody who waits for it.
        await (untilDead ? Deadline.UntilAsync(IsDeadAsync, UntilTakenForDead, $"silo {number} is taken for dead") : load.ResendAsync(IsDeadAsync));
        await load.AdvanceAsync(Least, "let it go on");
        await silo.Process.SignalAsync(UnixSignal.Resume);

        async Task<bool> IsDeadAsync() => !await cluster.Database.IsActiveAsync(silo);
    }

    private async Task RestartAsync(int number)
    {
        var silo = cluster.Silos[number];
        await silo.StopAsync();
        faults.Note(silo.Process.Lines.Last());
        Assert.StartsWith("launchstack-silo stopped: ", silo.Process.Lines.Last(), StringComparison.Ordinal);
        await cluster.StartAsync(number);
    }

    private async Task CutOffAsync(int number)
    {
        int[] others = [.. Enumerable.Range(0, ChaosCluster.Size).Where(other => other != number)];
        others = faults.Pick([faults.Pick(others)], others);
        var samples = While();
        faults.Note($"from silo {string.Join(" and ", others)}");
        await cluster.Network.CutAsync(number, others);
        await load.AdvanceAsync(samples, "mend the way");
        await cluster.Network.HealAsync();
    }

    private async Task CutOffDatabaseAsync(int number)
    {
        var samples = While();
        await cluster.Network.CutDatabaseAsync(number);
        await load.SendAsync(samples);
        await cluster.Network.HealAsync();
    }

    // Not by 5 minutes backwards: what is measured now would be ahead of the silo's time by more than the service allows, and rejected.
    private async Task JumpAsync(int number)
    {
        var shift = faults.Pick(
            TimeSpan.FromSeconds(-faults.Between(10, 240)), TimeSpan.FromSeconds(faults.Between(10, 7_200)), TimeSpan.FromDays(faults.Between(1, 20)));
        var samples = While();
        faults.Note(string.Create(CultureInfo.InvariantCulture, $"by {shift:c}"));
        cluster.Clocks[number].Value = shift;
        await load.AdvanceAsync(samples, "set it right");
        cluster.Clocks[number].Value = TimeSpan.Zero;
    }

    private async Task RestartDatabaseAsync(bool isCrash)
    {
        var samples = While();
        await (isCrash ? cluster.Database.Server.CrashAsync() : cluster.Database.Server.StopAsync());
        await load.SendAsync(samples);
        await cluster.Database.Server.StartAsync();
    }
}
