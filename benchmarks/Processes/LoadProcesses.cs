using System.Text.Json;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Load;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Benchmarks.Processes;

/// <summary>Processes of <c>launchstack load</c> that push to one silo or several. Killed on dispose.</summary>
internal sealed class LoadProcesses : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(2);

    // Its own output folder: the silo beside the benchmarks brings another framework, whose libraries are missing here.
    private static readonly string Assembly = RepositoryRoot.Combine(
        "Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name, "launchstack.dll");

    private readonly List<ChildProcess> _all = [];

    /// <summary>The processes.</summary>
    public IEnumerable<int> Ids => _all.Select(process => process.Id);

    /// <summary>Seconds of CPU so far, of those that still run.</summary>
    public double? Seconds => _all.Select(process => ProcessTime.Of(process.Id)).Aggregate((double?)0, (sum, seconds) => sum + seconds);

    /// <summary>Starts them, and returns once all have begun to send.</summary>
    public static async Task<LoadProcesses> StartAsync(LoadShape shape, IReadOnlyList<string> gateways, string clusterId)
    {
        var processes = new LoadProcesses();
        try
        {
            for (var number = 0; number < shape.Processes; number++)
            {
                // One after the other: all at once they are slow to connect on few cores, and give up.
                processes._all.Add(ChildProcess.StartAssembly(Assembly, shape.ArgumentsOf(number, gateways, clusterId)));
                await processes._all[^1].WaitForLineAsync("start ");
            }

            return processes;
        }
        catch
        {
            await processes.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until everything that was sent is durable.</summary>
    /// <exception cref="FailureException">Something was rejected or lost.</exception>
    public async Task<IReadOnlyList<LoadSummary>> FinishAsync(TimeSpan within)
    {
        var summaries = new List<LoadSummary>();
        foreach (var process in _all)
        {
            var exit = await process.WaitForExitAsync(within);
            summaries.Add(exit == ExitCode.Done
                ? JsonSerializer.Deserialize<LoadSummary>(process.Output.Last(), MetricsJson.Options)!
                : throw new FailureException(process.Describe()));
        }

        return summaries;
    }

    /// <summary>Makes sure that what was measured was measured beside them.</summary>
    /// <exception cref="FailureException">One has ended.</exception>
    public void EnsureRunning()
    {
        if (_all.Find(process => process.HasExited) is { } ended)
        {
            throw new FailureException(ended.Describe());
        }
    }

    /// <summary>Tells them to stop sending, and waits until they have ended; what is not durable by then does not matter.</summary>
    public async Task StopAsync()
    {
        foreach (var process in _all)
        {
            await process.SignalAsync(UnixSignal.Interrupt);
        }

        foreach (var process in _all)
        {
            await process.WaitForExitAsync(StopTimeout);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _all)
        {
            await process.DisposeAsync();
        }
    }
}
