using System.Diagnostics;
using LaunchStack.Metrics.Benchmarks.Accept;
using LaunchStack.Metrics.Benchmarks.Activations;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Hosting;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Stopping;

/// <summary>One round: a silo that has nothing is told to stop, then one that has many instances with a sample each.</summary>
/// <param name="instances">How many.</param>
/// <param name="neighbours">How many other silos, with nothing, join the cluster before the silo is told to stop.</param>
internal sealed class StopMeasurement(int instances, int neighbours)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public async Task<StopRound> RunAsync(PostgresDatabase home, CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);

        // Nothing is flushed before the end, and no instance moves to a neighbour.
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings__Metrics"] = home.ConnectionString,
            ["Metrics__FlushInterval"] = "00:10:00",
            ["Cluster__BalanceInterval"] = "0",
        };
        var (emptySeconds, _, _) = await StopOneAsync(settings, _ => Task.CompletedTask);
        var (seconds, exitCode, lastLine) = await StopOneAsync(settings, silo => FillAsync(silo, cancellationToken));
        var stored = await database.NumberAsync("SELECT count(*) FROM resource_usage", cancellationToken);
        return new StopRound(emptySeconds, seconds, exitCode, lastLine, instances - stored);
    }

    /// <summary>Starts a silo, gives it what it shall have, has the neighbours join, and tells it to stop.</summary>
    private async Task<(double Seconds, int ExitCode, string LastLine)> StopOneAsync(Dictionary<string, string?> settings, Func<SiloProcess, Task> fill)
    {
        await using var silo = await SiloProcess.StartAsync(settings);
        await fill(silo);
        var others = new List<SiloProcess>();
        try
        {
            var joining = new Dictionary<string, string?>(settings)
            {
                ["Cluster__ClusterId"] = silo.ClusterId,
                ["Cluster__ServiceId"] = silo.ClusterId,
            };
            while (others.Count < neighbours)
            {
                others.Add(await SiloProcess.StartAsync(joining));
            }

            var (seconds, exitCode) = await StopAsync(silo);
            return (seconds, exitCode, silo.Process.Lines.Last());
        }
        finally
        {
            foreach (var other in others)
            {
                await other.DisposeAsync();
            }
        }
    }

    private async Task FillAsync(SiloProcess silo, CancellationToken cancellationToken)
    {
        await using var connection = await OrleansConnection.OpenAsync(silo.GatewayPort, silo.ClusterId, cancellationToken);
        var samples = new PushSamples(instances, 1);
        await HerdStorm.RunAsync(0, instances, numbers => HerdStorm.OfferAsync(
            connection.Grains.GetGrain<IIngestGrain>(numbers[0]), [.. numbers.Select(number => new InstanceBatch(samples.IdOf(number), samples.BatchOf(number, 0)))]));
    }

    private static async Task<(double Seconds, int ExitCode)> StopAsync(SiloProcess silo)
    {
        var start = Stopwatch.GetTimestamp();
        await silo.Process.SignalAsync(UnixSignal.Terminate);
        var exitCode = await silo.Process.WaitForExitAsync(Patience);
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, exitCode);
    }
}
