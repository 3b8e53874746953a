using System.Globalization;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Storage.Schema.Migration.Verification;

namespace LaunchStack.Metrics.Cli.Db.Migrate.Verification;

/// <summary>A report's parts, for a terminal as for a file; those without a row are left out.</summary>
internal static class VerificationSections
{
    /// <summary>What was compared.</summary>
    public static string Heading(VerificationReport report) =>
        $"{report.SourceTable} of {report.Source} ({report.Network.ToString().ToLowerInvariant()}) against {report.Target}, {Rfc3339.Format(report.From)} to {Rfc3339.Format(report.Until)}";

    /// <summary>What came of it, in one line.</summary>
    public static string Verdict(VerificationReport report)
    {
        var own = report.Rows.OnlyInTarget == 0 ? "" : $"; {report.Rows.OnlyInTarget} rows are the service's own";
        var expired = report.Days.Sum(day => day.Expired) is > 0 and var rows ? $"; {rows} rows are older than the target keeps, and their hours are right" : "";
        var time = string.Create(CultureInfo.InvariantCulture, $"{report.Elapsed.TotalSeconds:0.0} s");
        return report.IsEqual
            ? $"equal: {report.Days.Sum(day => day.Source.Rows)} rows of {report.Days.Count} days, {report.Hours.Compared} hours and {report.Queries.Count} queries{own}{expired} ({time})"
            : $"different: rows missing {report.Rows.Missing}, differing {report.Rows.Differing}, unexpected {report.Rows.Unexpected}; hours {report.Hours.Differing}; queries {report.Queries.Count(query => query.Outcome == QueryOutcome.Different)}{own}{expired} ({time})";
    }

    /// <summary>All parts.</summary>
    /// <param name="report">The report.</param>
    /// <param name="mostDays">How many days are shown; beyond it those that are equal are left out.</param>
    public static IEnumerable<ReportSection> Of(VerificationReport report, int mostDays) =>
        new[] { Days(report, mostDays), Groups(report), Rows(report), Hours(report), Queries(report) }.Where(section => section.Rows.Count > 0);

    private static ReportSection Days(VerificationReport report, int mostDays)
    {
        var shown = report.Days.Count <= mostDays ? report.Days : [.. report.Days.Where(day => day.UnequalInstances > 0).Take(mostDays)];
        return new(
            "Days (UTC)",
            ["Day", ">Instances", ">Rows of source", ">of target", ">Only in target", ">Expired", ">Unequal instances", "Checksums"],
            [
                .. shown.Select(day => new[]
                {
                    $"{day.Day:yyyy-MM-dd}",
                    $"{day.Instances}",
                    $"{day.Source.Rows}",
                    $"{day.Target.Rows}",
                    $"{day.OnlyInTarget}",
                    $"{day.Expired}",
                    $"{day.UnequalInstances}",
                    day.Source.Checksum == day.Target.Checksum ? "same" : "differ",
                }),
            ],
            shown.Count == report.Days.Count ? null : $"and {report.Days.Count - shown.Count} more days");
    }

    private static ReportSection Groups(VerificationReport report) => new(
        "Days and instances that differ",
        ["Day", "Instance", "Side", ">Rows", "First", "Last", ">CPU", ">Memory", ">Limit", ">In", ">Out", ">Checksum"],
        [
            .. report.UnequalGroups.SelectMany(group => new[]
            {
                Measures(group, "source", group.Source),
                Measures(group, "target", group.Target),
            }),
        ],
        Rest(report.UnequalGroups.Count, report.Days.Sum(day => day.UnequalInstances)));

    private static string[] Measures(UnequalGroup group, string side, UsageMeasures measures) =>
    [
        $"{group.Day:yyyy-MM-dd}",
        $"{group.InstanceId}",
        side,
        $"{measures.Rows}",
        Time(measures.First),
        Time(measures.Last),
        measures.SumCpu.ToString("R", CultureInfo.InvariantCulture),
        Text(measures.SumMemory),
        Text(measures.SumMemoryLimit),
        Text(measures.SumNetworkIn),
        Text(measures.SumNetworkOut),
        Text(measures.Checksum),
    ];

    private static ReportSection Rows(VerificationReport report) => new(
        "Rows that differ",
        ["Kind", "Instance", "Time (UTC)", "Column", "Source", "Target"],
        [
            .. report.Rows.Named.Select(row => new[]
            {
                row.Kind.ToString().ToLowerInvariant(),
                $"{row.InstanceId}",
                Rfc3339.Format(row.Timestamp),
                row.Column ?? "",
                row.SourceValue ?? "",
                row.TargetValue ?? "",
            }),
        ],
        Rest(report.Rows.Named.Select(row => (row.InstanceId, row.Timestamp, row.Kind)).Distinct().Count(), report.Rows.Total));

    private static ReportSection Hours(VerificationReport report) => new(
        "Hours of resource_usage_hourly that differ",
        ["Instance", "Hour (UTC)", "Column", "Rows say", "Aggregate says"],
        [
            .. report.Hours.Named.Select(hour => new[]
            {
                $"{hour.InstanceId}", Rfc3339.Format(hour.Hour), hour.Column, hour.Expected ?? "no hour", hour.Actual ?? "no hour",
            }),
        ],
        Rest(report.Hours.Named.Select(hour => (hour.InstanceId, hour.Hour)).Distinct().Count(), report.Hours.Differing));

    private static ReportSection Queries(VerificationReport report) => new(
        "The guide's queries",
        ["Query", "Instance", "Result", ">Rows of source", ">of target", ">ms on source", ">on target", "Newest on source", "on target", "Note"],
        [
            .. report.Queries.Select(query => new[]
            {
                query.Name,
                $"{query.InstanceId}",
                query.Outcome.ToString().ToLowerInvariant(),
                $"{query.SourceRows.Count}",
                $"{query.TargetRows.Count}",
                query.SourceMilliseconds.ToString("0.00", CultureInfo.InvariantCulture),
                query.TargetMilliseconds.ToString("0.00", CultureInfo.InvariantCulture),
                Newest(query.SourceRows),
                Newest(query.TargetRows),
                query.Note ?? "",
            }),
        ]);

    private static string Newest(IReadOnlyList<IReadOnlyList<string>> rows) => rows.Count == 0 ? "" : string.Join(", ", rows[0]);

    private static string? Rest(long named, long all) => named < all ? $"and {all - named} more" : null;

    private static string Time(DateTimeOffset? moment) => moment is { } time ? Rfc3339.Format(time) : "";

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
