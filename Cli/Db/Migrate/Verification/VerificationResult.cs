using LaunchStack.Metrics.Storage.Schema.Migration.Verification;

namespace LaunchStack.Metrics.Cli.Db.Migrate.Verification;

/// <summary>A report as JSON.</summary>
/// <param name="Equal">Whether nothing differs.</param>
/// <param name="Differences">How much does.</param>
/// <param name="Source">Where the source is, without secrets.</param>
/// <param name="SourceTable">Its table.</param>
/// <param name="Target">Where the target is, without secrets.</param>
/// <param name="Network"><c>delta</c> or <c>cumulative</c>.</param>
/// <param name="From">The first moment looked at.</param>
/// <param name="Until">The moment before which was looked.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="ElapsedMs">How long it took, in milliseconds.</param>
/// <param name="Days">Each day.</param>
/// <param name="UnequalGroups">The first days and instances that are not the same.</param>
/// <param name="Rows">Rows that differ.</param>
/// <param name="Hours">Hours that differ.</param>
/// <param name="Queries">The guide's queries.</param>
internal sealed record VerificationResult(
    bool Equal,
    long Differences,
    string Source,
    string SourceTable,
    string Target,
    string Network,
    DateTimeOffset From,
    DateTimeOffset Until,
    DateTimeOffset StartedAt,
    double ElapsedMs,
    IReadOnlyList<VerifiedDay> Days,
    IReadOnlyList<UnequalGroup> UnequalGroups,
    RowComparison Rows,
    HourComparison Hours,
    IReadOnlyList<QueryComparison> Queries)
{
    public static VerificationResult Of(VerificationReport report) => new(
        report.IsEqual,
        report.Differences,
        report.Source,
        report.SourceTable,
        report.Target,
        report.Network.ToString().ToLowerInvariant(),
        report.From,
        report.Until,
        report.StartedAt,
        report.Elapsed.TotalMilliseconds,
        report.Days,
        report.UnequalGroups,
        report.Rows,
        report.Hours,
        report.Queries);
}
