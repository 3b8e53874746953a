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
internal sealed class StopMeasurement(int instances)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public async Task<StopRound> RunAsync(PostgresDatabase home, CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);

        // Nothing is flushed before the end.
        var settings = new Dictionary<string, string?> { ["ConnectionStrings__Metrics"] = home.ConnectionString, ["Metrics__FlushInterval"] = "00:10:00" };
        await using var empty = await SiloProcess.StartAsync(settings);
        var (emptySeconds, _) = await StopAsync(empty);
        await using var silo = await SiloProcess.StartAsync(settings);
        await FillAsync(silo, cancellationToken);
        var (seconds, exitCode) = await StopAsync(silo);
        var stored = await database.NumberAsync("SELECT count(*) FROM resource_usage", cancellationToken);
        return new StopRound(emptySeconds, seconds, exitCode, silo.Process.Lines.Last(), instances - stored);
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
