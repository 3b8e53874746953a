using System.Text.Json.Nodes;

namespace LaunchStack.Metrics.Benchmarks.Migration;

/// <summary>The result of <c>migrate --alone</c>.</summary>
/// <param name="Server">What was measured.</param>
/// <param name="Rows">How many rows the old table has.</param>
/// <param name="Instances">Of how many instances.</param>
/// <param name="CopySeconds">Until the rows were there, both looks at the source included.</param>
/// <param name="AfterSeconds">Refresh, compression, repacking and ANALYZE.</param>
/// <param name="CompareSeconds">The comparison of both sides.</param>
/// <param name="PeakBytes">The most memory of the process; null where that cannot be told.</param>
/// <param name="OldBytesPerRow">The old table, with its indexes.</param>
/// <param name="BytesPerRow">The target, days older than seven compressed.</param>
/// <param name="SizeRatio">How many times smaller that is.</param>
/// <param name="Queries">The guide's queries, before and after.</param>
internal sealed record MigrateAloneReport(
    string Server,
    long Rows,
    int Instances,
    double CopySeconds,
    double AfterSeconds,
    double CompareSeconds,
    long? PeakBytes,
    double OldBytesPerRow,
    double BytesPerRow,
    double SizeRatio,
    IReadOnlyList<MigrateQuery> Queries)
{
    public static MigrateAloneReport Of(string server, long rows, int instances, long oldBytes, MigrateRun run) => new(
        server,
        rows,
        instances,
        run.CopySeconds,
        run.AfterSeconds,
        (double)run.Verification!["elapsed_ms"]! / 1000,
        run.PeakBytes,
        (double)oldBytes / rows,
        (double)run.Bytes / rows,
        (double)oldBytes / run.Bytes,
        [.. run.Verification["queries"]!.AsArray().GroupBy(query => (string)query!["name"]!).Select(group => MigrateQuery.Of(group.Key, [.. group.OfType<JsonNode>()]))]);
}
