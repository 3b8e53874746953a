using System.Text.Json;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Faults;

namespace LaunchStack.Metrics.Cluster.Tests.Chaos;

/// <summary>
/// <c>launchstack load</c>, which waits for commits and finds gateways in the database. How long faults take is not known before, so it is stopped
/// when they are over; a second one then compares what the first says that it sent with the database.
/// </summary>
internal sealed class ChaosCommand : IAsyncDisposable
{
    // Longer than any run.
    private static readonly string[] Endless = ["--duration", "7d"];

    // No row beyond what was sent is right, so the plan to compare with ends there.
    private static readonly string[] NoMore = ["--duration", "1ms"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly FaultSchedule _faults;
    private readonly ChaosCluster _cluster;
    private readonly string[] _plan;
    private readonly ChildProcess _sending;

    private ChaosCommand(FaultSchedule faults, ChaosCluster cluster, int rate)
    {
        (_faults, _cluster) = (faults, cluster);
        _plan =
        [
            "load", "--instances", "50", "--batch", "5", "--rate", $"{rate}", "--ack", "durable", "--seed", $"{faults.Between(0, 1_000_000)}", "--json",
        ];
        _sending = LoadProcess.Start([.. _plan, .. Endless, "--database", cluster.Database.Url, "--cluster-id", cluster.Id, "--service-id", cluster.Id]);
    }

    /// <summary>Starts it and waits until it has found a gateway: a command that starts while a fault lasts may say that there is none.</summary>
    public static async Task<ChaosCommand> StartAsync(FaultSchedule faults, ChaosCluster cluster, int rate)
    {
        var command = new ChaosCommand(faults, cluster, rate);
        try
        {
            faults.Note(await command._sending.WaitForLineAsync(line => line.StartsWith("start ", StringComparison.Ordinal), "the command sends"));
            return command;
        }
        catch
        {
            await command.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until its samples are stored again, once nobody else sends, stops it and compares every row with what it sent.</summary>
    public async Task FinishAsync()
    {
        var goal = await _cluster.Database.CountAsync() + 1;
        await Deadline.UntilAsync(
            async () => _sending.HasExited || await _cluster.Database.CountAsync() >= goal, Patience, "samples of the command are stored after the last fault");
        Assert.False(_sending.HasExited, Say(_sending));

        await _sending.SignalAsync(UnixSignal.Interrupt);
        await _sending.WaitForExitAsync(Patience);
        _faults.Note(string.Concat(_sending.Output));

        // It says so only where everything that was sent is durable, too.
        Assert.True(_sending.Error.Contains("stopped before its time"), Say(_sending));
        using var summary = JsonDocument.Parse(string.Concat(_sending.Output));
        string[] sent = ["--start", $"{summary.RootElement.GetProperty("start")}", "--sent", $"{summary.RootElement.GetProperty("sent")}"];
        await using var comparing = LoadProcess.Start([.. _plan, .. NoMore, .. sent, "--verify", "--database", _cluster.Database.Url]);
        Assert.True(await comparing.WaitForExitAsync(Patience) == 0, Say(comparing));
        _faults.Note(string.Concat(comparing.Output));
    }

    public ValueTask DisposeAsync() => _sending.DisposeAsync();

    private static string Say(ChildProcess process) => $"seed {FaultSchedule.Seed}: {process.Describe()}";
}
