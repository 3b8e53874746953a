using LaunchStack.Metrics.Benchmarks.Workload;
using NpgsqlTypes;

namespace LaunchStack.Metrics.Benchmarks.Databases;

/// <summary>The plain table that the product takes over from, as the baseline.</summary>
internal static class OldTable
{
    /// <summary>Creates it and loads a plan's samples.</summary>
    public static async Task LoadAsync(BenchmarkDatabase database, WorkloadPlan plan, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(SqlFile.Read("old-table"), cancellationToken);
        await CopyAsync(database, plan, cancellationToken);
        await database.ExecuteAsync(SqlFile.Read("old-indexes"), cancellationToken);
        await database.ExecuteAsync("VACUUM (ANALYZE) resource_usages", cancellationToken);
    }

    private static async Task CopyAsync(BenchmarkDatabase database, WorkloadPlan plan, CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        await using var copy = await connection.BeginBinaryImportAsync(SqlFile.Read("old-copy"), cancellationToken);
        foreach (var (instance, sample) in WorkloadRows.Of(plan))
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(instance.Id, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(sample.Timestamp, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(sample.CpuUsage, NpgsqlDbType.Double, cancellationToken);
            await copy.WriteAsync(sample.MemoryUsage, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(sample.MemoryLimit, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync((double)sample.MemoryUsage / sample.MemoryLimit * 100, NpgsqlDbType.Double, cancellationToken);
            await copy.WriteAsync(sample.NetworkIn, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(sample.NetworkOut, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(sample.Timestamp, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(sample.Timestamp, NpgsqlDbType.TimestampTz, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }
}
