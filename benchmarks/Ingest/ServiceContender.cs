using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Ingest;

/// <summary>The product: processes that push, a silo, the database.</summary>
internal static class ServiceContender
{
    // Before the first process ends its sending, whatever the clocks say.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromMinutes(5);

    public static async Task<Stretch> RunAsync(PostgresDatabase home, BenchmarkDatabase database, LoadShape shape, CancellationToken cancellationToken)
    {
        await using var stack = await Stack.StartAsync(home, database, cancellationToken);
        await database.ExecuteAsync("CHECKPOINT", cancellationToken);
        var load = await stack.LoadAsync(shape);
        var begun = TimeProvider.System.GetUtcNow() - stack.Since;
        await Task.Delay(Stack.WarmUp, cancellationToken);
        await using var warm = await stack.MarkAsync(cancellationToken);
        // Those that began first end first; how long all took to begin is the most that can be.
        var left = shape.Duration - Stack.WarmUp - Margin - (shape.Processes > 1 ? begun : TimeSpan.Zero);
        await Task.Delay(left > TimeSpan.Zero ? left : throw new FailureException("--duration is too short for so many processes"), cancellationToken);
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
