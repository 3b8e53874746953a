using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Cli.Db;

/// <summary>What <c>launchstack db doctor</c> found, as JSON.</summary>
/// <param name="Status"><c>ok</c>, <c>warn</c> or <c>fail</c>: the worst of the findings.</param>
/// <param name="Database">Where it is, without secrets.</param>
/// <param name="Tier">The schema's tier; null where there is none.</param>
/// <param name="ExaminedAt">When.</param>
/// <param name="Findings">All findings.</param>
internal sealed record DoctorResult(
    string Status, string Database, string? Tier, DateTimeOffset ExaminedAt, IReadOnlyList<DoctorResult.Line> Findings)
{
    public static DoctorResult Of(DoctorReport report) => new(
        NameOf(report.Status),
        report.Database,
        report.Tier is { } tier ? TierNames.Of(tier) : null,
        report.ExaminedAt,
        [.. report.Findings.Select(finding => new Line(finding.Check, NameOf(finding.Status), finding.Message, finding.Remedy))]);

    private static string NameOf(FindingStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>One finding.</summary>
    /// <param name="Check">The check.</param>
    /// <param name="Status"><c>ok</c>, <c>warn</c> or <c>fail</c>.</param>
    /// <param name="Message">What it means.</param>
    /// <param name="Remedy">What mends it.</param>
    internal sealed record Line(string Check, string Status, string Message, string? Remedy);
}
