using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Clusters;

/// <summary>Durable rows a second of a cluster, in a database of its own.</summary>
/// <param name="postgres">The server.</param>
/// <param name="shape">What is sent.</param>
/// <param name="duration">For how long to measure.</param>
internal sealed class ClusterMeasurement(PostgresServer postgres, LoadShape shape, TimeSpan duration)
{
    public async Task<ClusterRound> RunAsync(int silos, CancellationToken cancellationToken)
    {
        await using var home = await PostgresDatabase.CreateAsync(postgres);
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        await using var stack = await Stack.StartAsync(home, database, cancellationToken, silos: silos);
        await database.ExecuteAsync("CHECKPOINT", cancellationToken);
        var load = await stack.LoadAsync(shape);
        await stack.WarmUpAsync(cancellationToken);
        await database.UntilRegisteredAsync(shape.Instances, cancellationToken);
        await using var warm = await stack.MarkAsync(cancellationToken);
        await Task.Delay(duration, cancellationToken);
        await using var end = await stack.MarkAsync(cancellationToken);
        load.EnsureRunning();
        var memory = stack.SiloMemory;
        await load.StopAsync();
        return new ClusterRound(await end.SinceAsync(warm, stack.Since, cancellationToken), memory);
    }
}
