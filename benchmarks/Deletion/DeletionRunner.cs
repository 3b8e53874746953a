using System.Diagnostics;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Workload;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Deletion;

/// <summary>Deletes an instance and looks what it took and what it left.</summary>
/// <param name="plan">What the databases hold.</param>
internal sealed class DeletionRunner(WorkloadPlan plan)
{
    private const string DatabaseSize = "SELECT pg_database_size(current_database())";

    private readonly Lifecycle _lifecycle = new();

    /// <summary>One round.</summary>
    /// <param name="home">Where.</param>
    /// <param name="deleting">How.</param>
    /// <param name="before">Instances that the session deletes beforehand.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<DeletionRound> RunAsync(
        PostgresDatabase home, Deleting deleting, Guid[] before, Guid instance, CancellationToken cancellationToken)
    {
        var result = await DeleteAsync(home, deleting, before, instance, cancellationToken);

        // Sessions tell what they left behind when they end.
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        await Deadline.UntilAsync(
            async () => await database.NumberAsync(SqlFile.Read("other-sessions"), cancellationToken) <= 1, "the sessions that deleted have ended");
        return result with { DeadTuples = await database.NumberAsync(SqlFile.Read("dead-tuples"), cancellationToken) };
    }

    private async Task<DeletionRound> DeleteAsync(
        PostgresDatabase home, Deleting deleting, Guid[] before, Guid instance, CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        await using var session = await database.ConnectAsync(cancellationToken);
        foreach (var other in before)
        {
            await deleting(database, session, other, cancellationToken);
        }

        var size = await database.NumberAsync(DatabaseSize, cancellationToken);
        var delete = await TimeAsync(() => deleting(database, session, instance, cancellationToken));
        var refresh = await TimeAsync(() => Aging.RefreshAsync(
            database, plan.End - _lifecycle.RefreshWindow, plan.End - _lifecycle.RefreshLag, cancellationToken));
        return new DeletionRound(
            delete,
            refresh,
            await database.NumberAsync(DatabaseSize, cancellationToken) - size,
            await database.NumberAsync(SqlFile.Read("rows-left"), cancellationToken, instance),
            DeadTuples: 0);
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
