using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Workload;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Benchmarks.Deletion;

/// <summary>Lets each way delete the same instances, each one in a fresh copy of the same database.</summary>
/// <param name="pristine">What is copied.</param>
/// <param name="plan">What it holds.</param>
/// <param name="rounds">How many instances each way deletes.</param>
/// <param name="log">Where to say how far it is.</param>
internal sealed class DeletionContest(PostgresDatabase pristine, WorkloadPlan plan, int rounds, RunLog log)
{
    /// <summary>How many instances one round deletes, those beforehand included.</summary>
    public const int DeletedAtMost = 6;

    private readonly DeletionRunner _runner = new(plan);

    // Spread over all instances, and so over all kinds.
    private readonly Guid[][] _groups =
        [.. WorkloadRows.InstancesOf(plan).Select(instance => instance.Id).Chunk(plan.Instances / rounds).Take(rounds)];

    public async Task<DeletionReport> RunAsync(bool sixth, CancellationToken cancellationToken)
    {
        var product = await RunAsync("the product", DeleteAsync, before: 0, cancellationToken);
        var ways = new List<DeletionResult>
        {
            DeletionResult.Of("the product", product, product),
            DeletionResult.Of("cascade, first of a session", await RunAsync("cascade", CascadeAsync, before: 0, cancellationToken), product),
        };
        if (sixth)
        {
            ways.Add(DeletionResult.Of(
                "cascade, sixth of a session", await RunAsync("cascade, sixth", CascadeAsync, DeletedAtMost - 1, cancellationToken), product));
        }

        return new DeletionReport(pristine.Server.Description, plan, rounds, ways);
    }

    private async Task<IReadOnlyList<DeletionRound>> RunAsync(string name, Deleting deleting, int before, CancellationToken cancellationToken)
    {
        var results = new List<DeletionRound>();
        foreach (var group in _groups)
        {
            log.Say($"{name}, round {results.Count + 1}");
            await using var copy = await pristine.CopyAsync();
            results.Add(await _runner.RunAsync(copy, deleting, group[..before], group[^1], cancellationToken));
        }

        return results;
    }

    private static Task DeleteAsync(BenchmarkDatabase database, NpgsqlConnection session, Guid instance, CancellationToken cancellationToken) =>
        database.Store.DeleteInstanceAsync(instance, cancellationToken);

    private static async Task CascadeAsync(BenchmarkDatabase database, NpgsqlConnection session, Guid instance, CancellationToken cancellationToken)
    {
        // Without this it refuses to go on beyond 100,000 rows.
        await using var limit = new NpgsqlCommand("SET timescaledb.max_tuples_decompressed_per_dml_transaction = 0", session);
        await limit.ExecuteNonQueryAsync(cancellationToken);
        await using var delete = new NpgsqlCommand("DELETE FROM instances WHERE id = $1", session) { CommandTimeout = 0 };
        delete.Parameters.Add(new NpgsqlParameter { Value = instance });
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }
}
