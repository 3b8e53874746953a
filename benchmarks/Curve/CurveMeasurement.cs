using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Curve;

/// <summary>
/// Durable rows a second at one point of a curve. Making the rows that are there before takes far longer than measuring, so the rounds
/// share them, and come one after the other to instances that are new each time.
/// </summary>
/// <param name="postgres">The server.</param>
/// <param name="shape">What is sent.</param>
/// <param name="duration">For how long to measure.</param>
/// <param name="days">Over how many days the rows that are there before lie.</param>
internal sealed class CurveMeasurement(PostgresServer postgres, LoadShape shape, TimeSpan duration, int days) : IAsyncDisposable
{
    // An instance of the filling writes every ten seconds or so: so that its part of the index is as it would be.
    private const int Writers = 10_000;

    // No load has as many processes, each with a seed of its own.
    private const int SeedsPerRound = 100;

    private readonly Dictionary<int, PostgresDatabase> _filled = [];

    /// <summary>Makes the rows that a point needs, where it needs any.</summary>
    public async Task PrepareAsync(CurvePoint point, CancellationToken cancellationToken)
    {
        if (point.Rows == 0 || _filled.ContainsKey(point.Rows))
        {
            return;
        }

        var home = await PostgresDatabase.CreateAsync(postgres);
        _filled.Add(point.Rows, home);
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        var writers = await Filling.RegisterAsync(database, Math.Min(Writers, point.Rows), cancellationToken);
        var now = Models.Timestamps.Floor(TimeProvider.System.GetUtcNow());
        await Filling.InsertAsync(database, writers, now.AddDays(-days), now, point.Rows, cancellationToken);
        await database.ExecuteAsync("VACUUM (ANALYZE) resource_usage", cancellationToken);
    }

    public async Task<Stretch> RunAsync(CurvePoint point, int round, CancellationToken cancellationToken)
    {
        if (_filled.TryGetValue(point.Rows, out var filled))
        {
            return await RunAsync(filled, point, round, cancellationToken);
        }

        await using var empty = await PostgresDatabase.CreateAsync(postgres);
        return await RunAsync(empty, point, round, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var home in _filled.Values)
        {
            await home.DisposeAsync();
        }
    }

    private async Task<Stretch> RunAsync(PostgresDatabase home, CurvePoint point, int round, CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        await using var stack = await Stack.StartAsync(home, database, cancellationToken);
        await database.ExecuteAsync("CHECKPOINT", cancellationToken);
        var before = await database.NumberAsync("SELECT count(*) FROM instances", cancellationToken);
        var load = await stack.LoadAsync(shape with { Instances = point.Instances, Seed = round * SeedsPerRound });
        await stack.WarmUpAsync(cancellationToken);

        // An instance's first sample costs what no other does: it is activated and registered.
        await database.UntilRegisteredAsync(before + point.Instances, cancellationToken);
        await using var warm = await stack.MarkAsync(cancellationToken);
        await Task.Delay(duration, cancellationToken);
        await using var end = await stack.MarkAsync(cancellationToken);
        await load.StopAsync();
        return await end.SinceAsync(warm, stack.Since, cancellationToken);
    }
}
