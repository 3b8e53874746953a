using LaunchStack.Metrics.Benchmarks.Workload;
using LaunchStack.Metrics.Models;
using Npgsql;
using NpgsqlTypes;

namespace LaunchStack.Metrics.Benchmarks.Databases;

/// <summary>The product's hypertable, filled and aged as its policies would in the course of time.</summary>
internal static class RawTable
{
    // Bounds a transaction, and with it what the server must keep for it.
    private const int RowsPerTransaction = 1_000_000;

    /// <summary>Loads a plan's samples, under the ids that the product gives them.</summary>
    /// <param name="database">Where.</param>
    /// <param name="plan">Which samples.</param>
    /// <param name="cpu">What becomes of their CPU.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task LoadAsync(BenchmarkDatabase database, WorkloadPlan plan, Func<double, double> cpu, CancellationToken cancellationToken)
    {
        await database.Store.RegisterInstancesAsync([.. WorkloadRows.InstancesOf(plan).Select(instance => instance.Id)], cancellationToken);
        await using var connection = await database.ConnectAsync(cancellationToken);
        foreach (var chunk in WorkloadRows.Of(plan).Chunk(RowsPerTransaction))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            // All instances are there: without the check of the foreign key it takes half the time.
            await using var command = new NpgsqlCommand("SET LOCAL session_replication_role = replica", connection, transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
            await CopyAsync(connection, chunk, cpu, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private static async Task CopyAsync(
        NpgsqlConnection connection, WorkloadRow[] rows, Func<double, double> cpu, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(SqlFile.Read("raw-copy"), cancellationToken);
        foreach (var (instance, sample) in rows)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(SampleId.Derive(instance.IdTail, sample.Timestamp), NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(instance.Id, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(sample.Timestamp, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(cpu(sample.CpuUsage), NpgsqlDbType.Double, cancellationToken);
            await copy.WriteAsync(sample.MemoryUsage, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(sample.MemoryLimit, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(sample.NetworkIn, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(sample.NetworkOut, NpgsqlDbType.Bigint, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }
}
