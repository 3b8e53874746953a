using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Ingest;

/// <summary>The product: processes that push, a silo, the database.</summary>
internal static class ServiceContender
{
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromMinutes(5);

    public static async Task<Stretch> RunAsync(PostgresDatabase home, BenchmarkDatabase database, LoadShape shape, CancellationToken cancellationToken)
    {
        await using var stack = await Stack.StartAsync(home, database, cancellationToken);
        await database.ExecuteAsync("CHECKPOINT", cancellationToken);
        var load = await stack.LoadAsync(shape);
        // Sending ends this long after the first process began at the earliest.
        var sendingEnds = stack.Since + shape.Duration - Margin;
        await stack.UntilRowsComeAsync(cancellationToken);
        await using var warm = await stack.MarkAsync(cancellationToken);
        var left = sendingEnds - TimeProvider.System.GetUtcNow();
        await Task.Delay(left > Least ? left : throw new FailureException("--duration is too short: the first rows came too late"), cancellationToken);
        await using var end = await stack.MarkAsync(cancellationToken);
        var durable = (await load.FinishAsync(shape.Duration + SettleTimeout)).Sum(summary => summary.Durable);
        var stretch = await end.SinceAsync(warm, stack.Since, cancellationToken);
        var stored = await database.NumberAsync("SELECT count(*) FROM resource_usage", cancellationToken);
        if (stored != durable)
        {
            throw new FailureException($"{durable} samples are durable, and {stored} rows are there");
        }

        await stack.StopAsync();
        return stretch;
    }
}
