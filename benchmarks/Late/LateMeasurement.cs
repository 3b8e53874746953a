using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Late;

/// <summary>One round: current load alone, then with agents that come back, in a copy of the same database.</summary>
/// <param name="shape">The current load.</param>
/// <param name="late">What comes late.</param>
/// <param name="duration">For how long the load is measured alone.</param>
internal sealed class LateMeasurement(LoadShape shape, LateSamples late, TimeSpan duration)
{
    /// <summary>Fills a database with the samples of a fleet, the older days compressed.</summary>
    public async Task PrepareAsync(PostgresDatabase home, int fleet, CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        var instances = await Filling.RegisterAsync(database, fleet, cancellationToken);
        var now = Timestamps.Floor(TimeProvider.System.GetUtcNow());
        await Filling.InsertAsync(database, instances, now.AddDays(-late.Days), now, late.PerInstance * fleet, cancellationToken);
        await Aging.CompressAsync(database, now - new Lifecycle().CompressAfter, cancellationToken);
        await database.ExecuteAsync("VACUUM (ANALYZE)", cancellationToken);
    }

    public async Task<LateRound> RunAsync(PostgresDatabase home, CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        await using var stack = await Stack.StartAsync(home, database, cancellationToken);
        await database.ExecuteAsync("CHECKPOINT", cancellationToken);
        var load = await stack.LoadAsync(shape);
        await stack.WarmUpAsync(cancellationToken);
        await using var warm = await stack.MarkAsync(cancellationToken);
        await Task.Delay(duration, cancellationToken);
        await using var before = await stack.MarkAsync(cancellationToken);

        var resent = await LateAgent.SendAsync(stack.Gateway, stack.ClusterId, late, stack.Since, cancellationToken);
        await using var after = await stack.MarkAsync(cancellationToken);
        await load.StopAsync();
        var rows = await database.NumberAsync("SELECT count(*) FROM resource_usage WHERE instance_id = ANY($1)", cancellationToken, late.Ids);
        return rows == late.Count
            ? new LateRound(
                await before.SinceAsync(warm, stack.Since, cancellationToken), await after.SinceAsync(before, stack.Since, cancellationToken), rows, resent)
            : throw new FailureException($"{late.Count} late samples are durable, and {rows} rows are there");
    }
}
