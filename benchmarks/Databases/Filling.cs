using LaunchStack.Metrics.Cli.Load.Workload;

namespace LaunchStack.Metrics.Benchmarks.Databases;

/// <summary>Made-up rows that the server makes itself: for tables that need to be there and not to be true to life.</summary>
internal static class Filling
{
    /// <summary>The seed of the instances: other ones than a load's, unless it is told the same.</summary>
    public const int Seed = 1_000_000;

    // Bounds a transaction, and with it what a stop has to undo. Several go on side by side.
    private const int RowsPerStatement = 1_000_000;

    /// <summary>Instances that are registered for the rows.</summary>
    public static async Task<Guid[]> RegisterAsync(BenchmarkDatabase database, int instances, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. Enumerable.Range(0, instances).Select(number => SimulatedInstance.IdOf(Seed, number))];
        foreach (var chunk in ids.Chunk(RowsPerStatement))
        {
            await database.Store.RegisterInstancesAsync(chunk, cancellationToken);
        }

        return ids;
    }

    /// <summary>Inserts rows at even distances, of all instances at each moment, from a time on until right before another.</summary>
    /// <param name="database">Where.</param>
    /// <param name="instances">Registered instances.</param>
    /// <param name="from">The first rows' time.</param>
    /// <param name="to">Rows are before this.</param>
    /// <param name="rows">How many, rounded down to a multiple of the instances.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task InsertAsync(
        BenchmarkDatabase database, Guid[] instances, DateTimeOffset from, DateTimeOffset to, long rows, CancellationToken cancellationToken)
    {
        var steps = instances.Length == 0 ? 0 : rows / instances.Length;
        if (steps == 0)
        {
            return;
        }

        var interval = TimeSpan.FromMicroseconds(Math.Floor((to - from).TotalMicroseconds / steps));
        var stepsAtOnce = Math.Max(1, RowsPerStatement / instances.Length);
        var parts = Enumerable.Range(0, (int)((steps + stepsAtOnce - 1) / stepsAtOnce)).Select(part => part * stepsAtOnce);
        await Parallel.ForEachAsync(
            parts,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
            async (first, cancelled) => await database.ExecuteAsync(
                SqlFile.Read("fill"), cancelled, instances, from, interval, first, Math.Min(steps, first + stepsAtOnce) - 1));
    }
}
