using System.Diagnostics;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Dashboards;

/// <summary>Dashboards beside paced ingest, each time in a fresh copy of the same database.</summary>
/// <param name="fleet">Who has samples.</param>
/// <param name="shape">What is asked, and how often.</param>
/// <param name="load">What is pushed beside, to the instances that dashboards show, too.</param>
internal sealed class DashboardsMeasurement(Fleet fleet, DashboardsShape shape, LoadShape load)
{
    // All dashboards come from one address here, which is no caller of its own.
    private const string Callers = "Metrics__QueriesPerCaller";
    private const string EnoughOfCaller = "10000";

    public async Task<DashboardsRound> RunAsync(PostgresDatabase pristine, bool keptFirst, CancellationToken cancellationToken)
    {
        var first = await RunOnceAsync(pristine, keptFirst, cancellationToken);
        var next = await RunOnceAsync(pristine, !keptFirst, cancellationToken);
        return keptFirst ? new DashboardsRound(next, first) : new DashboardsRound(first, next);
    }

    private async Task<DashboardFigures> RunOnceAsync(PostgresDatabase pristine, bool kept, CancellationToken cancellationToken)
    {
        await using var home = await pristine.CopyAsync();
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        await fleet.Copy().CatchUpAsync(database, cancellationToken);
        await database.ExecuteAsync("VACUUM (ANALYZE) resource_usage", cancellationToken);
        await database.ExecuteAsync("CHECKPOINT", cancellationToken);
        var settings = new Dictionary<string, string?> { [Callers] = EnoughOfCaller };
        if (!kept)
        {
            settings["Metrics__CacheMaxAge"] = "00:00:00";
        }

        await using var stack = await Stack.StartAsync(home, database, cancellationToken, settings);
        var pushing = await stack.LoadAsync(load);
        await stack.WarmUpAsync(cancellationToken);
        await using IDashboardSource source = shape.Route == DashboardRoute.Http ? new HttpDashboards(stack.Http) : await GrainDashboards.OpenAsync(stack, cancellationToken);

        // Each dashboard is opened once before: a page that stays open is what is measured.
        await AskAsync(source, shape.Every, cancellationToken);
        var (start, cpu, lookups) = (Stopwatch.GetTimestamp(), stack.Cpu(), await CacheLookups.ReadAsync(stack.Http, cancellationToken));
        var refreshes = await AskAsync(source, shape.Duration, cancellationToken);
        var (used, seconds) = (stack.Cpu() - cpu, Stopwatch.GetElapsedTime(start).TotalSeconds);
        pushing.EnsureRunning();
        return new DashboardFigures(refreshes, await CacheLookups.ReadAsync(stack.Http, cancellationToken) - lookups, used, seconds);
    }

    private Task<OpenLoopFigures> AskAsync(IDashboardSource source, TimeSpan duration, CancellationToken cancellationToken) => OpenLoop.RunAsync(
        shape.RefreshesPerS,
        duration,
        number => source.RefreshAsync(fleet.Instances[(int)(number % shape.Dashboards % shape.Watched)], cancellationToken),
        cancellationToken);
}
