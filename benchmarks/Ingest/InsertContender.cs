using System.Diagnostics;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Benchmarks.Ingest;

/// <summary>A statement and a transaction for each sample, as the old back end wrote, into the same table in a fresh database.</summary>
internal static class InsertContender
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    public static async Task<Stretch> RunAsync(
        PostgresServer postgres, int connections, int instances, TimeSpan duration, CancellationToken cancellationToken)
    {
        await using var home = await PostgresDatabase.CreateAsync(postgres);
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        SimulatedInstance[] simulated = [.. Enumerable.Range(0, instances).Select(number => new SimulatedInstance(1, number))];
        await database.Store.RegisterInstancesAsync([.. simulated.Select(instance => instance.Id)], cancellationToken);
        await database.ExecuteAsync("CHECKPOINT", cancellationToken);
        var server = await ServerProcess.FindAsync(database, cancellationToken);

        var rows = new long[connections];
        var start = TimeProvider.System.GetUtcNow();
        using var ended = new CancellationTokenSource();
        var meter = new RateMeter(() => new CpuTimes(0, ProcessTime.Of(Environment.ProcessId), server.Seconds));
        var writers = Enumerable.Range(0, connections).Select(number => Task.Run(
            () => WriteAsync(database, [.. simulated.Where((_, index) => index % connections == number)], start, () => rows[number]++, ended.Token), cancellationToken)).ToArray();
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration && !Array.Exists(writers, writer => writer.IsFaulted))
        {
            await Task.Delay(Tick, cancellationToken);
            meter.Observe(rows.Sum());
        }

        await ended.CancelAsync();
        await Task.WhenAll(writers);
        return meter.Result();
    }

    private static async Task WriteAsync(
        BenchmarkDatabase database, SimulatedInstance[] instances, DateTimeOffset start, Action written, CancellationToken ended)
    {
        await using var connection = await database.ConnectAsync(CancellationToken.None);
        await using var insert = new NpgsqlCommand(SqlFile.Read("insert-sample"), connection);
        for (var number = 0L; !ended.IsCancellationRequested && instances.Length > 0; number++)
        {
            var instance = instances[number % instances.Length];
            var sample = instance.SampleAt(number, Timestamps.Floor(start).AddMicroseconds(number));
            insert.Parameters.Clear();
            foreach (var value in (object[])
                [
                    SampleId.Derive(instance.Id, sample.Timestamp), instance.Id, sample.Timestamp, sample.CpuUsage,
                    sample.MemoryUsage, sample.MemoryLimit, sample.NetworkIn, sample.NetworkOut,
                ])
            {
                insert.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            if (number == 0)
            {
                await insert.PrepareAsync(CancellationToken.None);
            }

            await insert.ExecuteNonQueryAsync(CancellationToken.None);
            written();
        }
    }
}
