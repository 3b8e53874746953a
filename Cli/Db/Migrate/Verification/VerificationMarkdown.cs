using System.Text;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Storage.Schema.Migration.Verification;

namespace LaunchStack.Metrics.Cli.Db.Migrate.Verification;

/// <summary>A report as Markdown, to be kept with the migration's papers.</summary>
internal static class VerificationMarkdown
{
    public static string Render(VerificationReport report)
    {
        var text = new StringBuilder()
            .Append($"# Verification of {report.SourceTable}\n\n")
            .Append($"{VerificationSections.Heading(report)}; begun {Rfc3339.Format(report.StartedAt)}.\n\n")
            .Append($"**{VerificationSections.Verdict(report)}**\n");
        foreach (var section in VerificationSections.Of(report, int.MaxValue))
        {
            Add(text, section);
        }

        foreach (var query in report.Queries)
        {
            Add(text, SideBySide(query));
        }

        return text.ToString();
    }

    private static ReportSection SideBySide(QueryComparison query)
    {
        var values = query.Columns.Skip(1).ToList();
        return new(
            $"Query {query.Name} of {query.InstanceId}",
            [query.Columns[0], .. values.Select(column => $">{column} of source"), .. values.Select(column => $">{column} of target")],
            [
                .. query.SourceRows.Concat(query.TargetRows).Select(row => row[0]).Distinct().OrderDescending(StringComparer.Ordinal).Select(
                    key => (string[])[key, .. Values(query.SourceRows, key, values.Count), .. Values(query.TargetRows, key, values.Count)]),
            ]);
    }

    private static IEnumerable<string> Values(IReadOnlyList<IReadOnlyList<string>> rows, string key, int count) =>
        rows.FirstOrDefault(row => row[0] == key)?.Skip(1) ?? Enumerable.Repeat("", count);

    private static void Add(StringBuilder text, ReportSection section)
    {
        text.Append($"\n## {section.Title}\n\n");
        AddRow(text, section.Columns.Select(column => column.TrimStart('>')));
        AddRow(text, section.Columns.Select(column => column[0] == '>' ? "---:" : "---"));
        foreach (var row in section.Rows)
        {
            AddRow(text, row);
        }

        if (section.Rest is { } rest)
        {
            text.Append($"\n{rest}\n");
        }
    }

    private static void AddRow(StringBuilder text, IEnumerable<string> cells) =>
        text.Append($"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n");
}
