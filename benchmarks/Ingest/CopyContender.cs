using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Ingest;

/// <summary>The same rows by COPY from files of the server into the same table in a fresh database.</summary>
internal static class CopyContender
{
    public static async Task<Stretch> RunAsync(
        PostgresServer postgres, RowFiles files, IReadOnlyCollection<Guid> instances, RowOrder order, CancellationToken cancellationToken)
    {
        await files.WriteAsync(order, cancellationToken);
        await using var home = await PostgresDatabase.CreateAsync(postgres);
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        await database.Store.RegisterInstancesAsync(instances, cancellationToken);
        await database.ExecuteAsync("CHECKPOINT", cancellationToken);
        var server = await ServerProcess.FindAsync(database, cancellationToken);
        var meter = new RateMeter(() => new CpuTimes(0, 0, server.Seconds));
        var rows = 0L;
        for (var number = 0; number < files.Count; number++)
        {
            rows += await files.CopyAsync(number, database, cancellationToken);
            meter.Observe(rows);
        }

        return meter.Result();
    }
}
