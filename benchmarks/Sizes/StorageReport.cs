using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Workload;

namespace LaunchStack.Metrics.Benchmarks.Sizes;

/// <summary>The result of <c>storage</c>: medians over the rounds.</summary>
/// <param name="Server">What was measured.</param>
/// <param name="Plan">With which samples.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="Sizes">The tables.</param>
/// <param name="Columns">What the compressed ones consist of.</param>
internal sealed record StorageReport(string Server, WorkloadPlan Plan, int Rounds, IReadOnlyList<TableSize> Sizes, IReadOnlyList<ColumnSize> Columns)
{
    public const string Blooms = "bloom filters";
    public const string Headers = "batch headers and instance_id";
    public const string Rest = "pages, TOAST and indexes";

    private static readonly string[] Order =
        ["id", "timestamp", "cpu_usage", "memory_usage", "memory_limit", "network_in", "network_out", Blooms, Headers, Rest];

    public static StorageReport Of(string server, WorkloadPlan plan, IReadOnlyList<StorageRound> rounds) => new(
        server,
        plan,
        rounds.Count,
        [
            SizeOf("old plain table", rounds, round => round.Old),
            SizeOf("hypertable, uncompressed", rounds, round => round.Uncompressed),
            SizeOf("hypertable, compressed", rounds, round => round.Exact.Total),
            SizeOf("the same, CPU in steps of 1/128 %", rounds, round => round.Rounded.Total),
        ],
        [.. Order.Select(name => new ColumnSize(name, PartOf(name, rounds, round => round.Exact), PartOf(name, rounds, round => round.Rounded)))]);

    private static TableSize SizeOf(string table, IReadOnlyList<StorageRound> rounds, Func<StorageRound, double> size) => new(
        table,
        rounds.Select(size).Median(),
        rounds.Select(round => size(round) / round.Uncompressed).Median(),
        rounds.Select(round => round.Old / size(round)).Median());

    private static double PartOf(string name, IReadOnlyList<StorageRound> rounds, Func<StorageRound, CompressedSize> size) =>
        rounds.Select(round => size(round).Parts.GetValueOrDefault(name)).Median();
}
