using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Workload;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Sizes;

/// <summary>Loads the same samples into each kind of table and looks what they occupy.</summary>
internal static class StorageMeasurement
{
    private const double CpuSteps = 128;
    private const string HypertableSize = "SELECT hypertable_size('resource_usage')";

    public static async Task<StorageRound> RunAsync(PostgresServer server, WorkloadPlan plan, CancellationToken cancellationToken)
    {
        var (uncompressed, exact, old) = await MeasureAsync(server, plan, cpu => cpu, OldAsync, cancellationToken);
        var (_, rounded, _) = await MeasureAsync(
            server, plan, cpu => Math.Round(cpu * CpuSteps) / CpuSteps, (_, _, _) => Task.FromResult(0L), cancellationToken);
        return new StorageRound((double)old / plan.Rows, (double)uncompressed / plan.Rows, exact, rounded);
    }

    private static async Task<(long Uncompressed, CompressedSize Compressed, long Other)> MeasureAsync(
        PostgresServer server,
        WorkloadPlan plan,
        Func<double, double> cpu,
        Func<BenchmarkDatabase, WorkloadPlan, CancellationToken, Task<long>> measureOther,
        CancellationToken cancellationToken)
    {
        await using var home = await PostgresDatabase.CreateAsync(server);
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        await RawTable.LoadAsync(database, plan, cpu, cancellationToken);
        var uncompressed = await database.NumberAsync(HypertableSize, cancellationToken);
        await Aging.CompressAsync(database, DateTimeOffset.MaxValue, cancellationToken);
        return (uncompressed, await CompressedAsync(database, plan, cancellationToken), await measureOther(database, plan, cancellationToken));
    }

    private static async Task<long> OldAsync(BenchmarkDatabase database, WorkloadPlan plan, CancellationToken cancellationToken)
    {
        await OldTable.LoadAsync(database, plan, cancellationToken);
        return await database.NumberAsync("SELECT pg_total_relation_size('resource_usages')", cancellationToken);
    }

    private static async Task<CompressedSize> CompressedAsync(BenchmarkDatabase database, WorkloadPlan plan, CancellationToken cancellationToken)
    {
        var total = (double)await database.NumberAsync(HypertableSize, cancellationToken) / plan.Rows;
        var parts = new Dictionary<string, double>();
        var columns = await database.ListAsync(
            SqlFile.Read("compressed-columns"), reader => (Name: reader.GetString(0), Sizes: reader.GetString(1)), cancellationToken);
        foreach (var (name, sizes) in columns)
        {
            var size = await database.NumberAsync($"SELECT coalesce(sum(size), 0)::BIGINT FROM ({sizes}) AS sizes", cancellationToken);
            var part = PartOf(name);
            parts[part] = parts.GetValueOrDefault(part) + ((double)size / plan.Rows);
        }

        parts[StorageReport.Rest] = total - parts.Values.Sum();
        return new CompressedSize(total, parts);
    }

    private static string PartOf(string column) =>
        column.Contains("_bloom", StringComparison.Ordinal) ? StorageReport.Blooms
        : column == "instance_id" || column.StartsWith("_ts_meta", StringComparison.Ordinal) ? StorageReport.Headers
        : column;
}
