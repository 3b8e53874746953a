using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Curve;

/// <summary>Durable rows a second at one point of a curve.</summary>
/// <param name="postgres">The server.</param>
/// <param name="shape">What is sent.</param>
/// <param name="duration">For how long to measure.</param>
/// <param name="days">Over how many days the rows that are there before lie.</param>
internal sealed class CurveMeasurement(PostgresServer postgres, LoadShape shape, TimeSpan duration, int days)
{
    // An instance of the filling writes every ten seconds or so: so that its part of the index is as it would be.
    private const int Writers = 10_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    public async Task<Stretch> RunAsync(CurvePoint point, CancellationToken cancellationToken)
    {
        await using var home = await PostgresDatabase.CreateAsync(postgres);
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        if (point.Rows > 0)
        {
            var writers = await Filling.RegisterAsync(database, Math.Min(Writers, point.Rows), cancellationToken);
            var now = Models.Timestamps.Floor(TimeProvider.System.GetUtcNow());
            await Filling.InsertAsync(database, writers, now.AddDays(-days), now, point.Rows, cancellationToken);
            await database.ExecuteAsync("VACUUM (ANALYZE) resource_usage", cancellationToken);
        }

        await using var stack = await Stack.StartAsync(home, database, cancellationToken);
        await database.ExecuteAsync("CHECKPOINT", cancellationToken);
        var before = await database.NumberAsync("SELECT count(*) FROM instances", cancellationToken);
        var load = await stack.LoadAsync(shape with { Instances = point.Instances });
        await stack.WarmUpAsync(cancellationToken);

        // An instance's first sample costs what no other does: it is activated and registered.
        while (await database.NumberAsync("SELECT count(*) FROM instances", cancellationToken) < before + point.Instances)
        {
            await Task.Delay(Tick, cancellationToken);
        }

        await using var warm = await stack.MarkAsync(cancellationToken);
        await Task.Delay(duration, cancellationToken);
        await using var end = await stack.MarkAsync(cancellationToken);
        await load.StopAsync();
        return await end.SinceAsync(warm, stack.Since, cancellationToken);
    }
}
