using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Hosting;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Reads;

/// <summary>One round, in a copy of the same database: each question against SQL without and with kept answers, then beside ingest.</summary>
/// <param name="fleet">Who has samples.</param>
/// <param name="shape">What is asked, and how often.</param>
/// <param name="load">What is written beside; null: nothing.</param>
/// <param name="log">Where to say what is done.</param>
internal sealed class ReadsMeasurement(Fleet fleet, ReadsShape shape, LoadShape? load, RunLog log)
{
    private static readonly Dictionary<string, string?> NothingKept = new() { ["Metrics__CacheMaxAge"] = "00:00:00" };

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public async Task<ReadsRound> RunAsync(PostgresDatabase home, CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        await fleet.Copy().CatchUpAsync(database, cancellationToken);
        await database.ExecuteAsync("VACUUM (ANALYZE) resource_usage", cancellationToken);
        await database.ExecuteAsync("CHECKPOINT", cancellationToken);
        await using var sql = PlainSql.Of(home);
        TurnFigures[] bare;
        await using (var stack = await Stack.StartAsync(home, database, cancellationToken, NothingKept))
        {
            log.Say("by turns with SQL, nothing kept");
            bare = await TakeTurnsAsync(stack, sql, cancellationToken);
            await stack.StopAsync();
        }

        await using var keeping = await Stack.StartAsync(home, database, cancellationToken);
        log.Say("by turns with SQL, kept answers");
        var kept = await TakeTurnsAsync(keeping, sql, cancellationToken);
        var (loaded, written) = await PaceAsync(keeping, sql, cancellationToken);
        return new ReadsRound([.. bare.Select((figures, number) => new ReadFigures(figures, kept[number], loaded[number]))], written);
    }

    private async Task<TurnFigures[]> TakeTurnsAsync(Stack stack, PlainSql sql, CancellationToken cancellationToken)
    {
        await using var client = await OrleansConnection.OpenAsync(stack.GatewayPort, stack.ClusterId, cancellationToken);
        var turns = new Turns(client.Grains, sql, fleet.Asked, shape.Turns);
        var figures = new List<TurnFigures>();
        foreach (var question in ReadQuestion.All)
        {
            var figure = await turns.RunAsync(question, cancellationToken);
            log.Say($"  {question.Name}: {Number.Of(figure.ServiceMs)} ms, SQL {Number.Of(figure.SqlMs)} ms");
            figures.Add(figure);
        }

        return [.. figures];
    }

    private async Task<(LoadedFigures[] Figures, double WrittenPerS)> PaceAsync(Stack stack, PlainSql sql, CancellationToken cancellationToken)
    {
        await using var client = await OrleansConnection.OpenAsync(stack.GatewayPort, stack.ClusterId, cancellationToken);
        if (load is null)
        {
            log.Say("nothing beside");
            return (await AskAsync(client.Grains, sql, cancellationToken), 0);
        }

        var pushing = await stack.LoadAsync(load);
        await stack.WarmUpAsync(cancellationToken);
        log.Say("beside ingest");
        await using var before = await stack.MarkAsync(cancellationToken);
        var figures = await AskAsync(client.Grains, sql, cancellationToken);
        await using var after = await stack.MarkAsync(cancellationToken);
        pushing.EnsureRunning();
        await pushing.StopAsync();
        return (figures, (await after.SinceAsync(before, stack.Since, cancellationToken)).PerSecond);
    }

    private async Task<LoadedFigures[]> AskAsync(IGrainFactory grains, PlainSql sql, CancellationToken cancellationToken)
    {
        var figures = new List<LoadedFigures>();
        foreach (var question in ReadQuestion.All)
        {
            // A way through the service that only a tail takes is not compiled yet: by turns nothing was written.
            await AskPacedAsync((instance, now) => question.Ask(grains, instance, now, cancellationToken), WarmUp);
            var service = await AskPacedAsync((instance, now) => question.Ask(grains, instance, now, cancellationToken), shape.Duration);
            var plain = await AskPacedAsync((instance, now) => question.AskSql(sql, instance, now, cancellationToken), shape.Duration);
            log.Say($"  {question.Name}: p50 {Number.Of(service.P50Ms)} ms, p99 {Number.Of(service.P99Ms)} ms, SQL {Number.Of(plain.P50Ms)} and {Number.Of(plain.P99Ms)} ms");
            figures.Add(new LoadedFigures(service, plain));

            Task<OpenLoopFigures> AskPacedAsync(Func<Guid, DateTimeOffset, Task> ask, TimeSpan duration) => OpenLoop.RunAsync(
                question.IsFleet ? shape.FleetPerS : shape.PerS,
                duration,
                number => ask(fleet.Asked[(int)(number % fleet.Asked.Length)], TimeProvider.System.GetUtcNow()),
                cancellationToken);
        }

        return [.. figures];
    }
}
