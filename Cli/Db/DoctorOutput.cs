using System.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Storage;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Db;

/// <summary>Findings for people: one line each in a file or a pipe, folded into columns and coloured on a terminal.</summary>
internal static class DoctorOutput
{
    public static void Write(ParseResult parsed, DoctorReport report)
    {
        var console = Terminal.Out(parsed);
        if (console.Profile.Out.IsTerminal)
        {
            console.Write(ToGrid(report.Findings));
        }
        else
        {
            var width = report.Findings.Max(finding => finding.Check.Length);
            foreach (var finding in report.Findings)
            {
                parsed.InvocationConfiguration.Output.WriteLine($"{NameOf(finding.Status),-4}  {finding.Check.PadRight(width)}  {TextOf(finding)}");
            }
        }

        var counts = report.Findings.CountBy(finding => finding.Status).ToDictionary();
        parsed.InvocationConfiguration.Error.WriteLine(
            $"{report.Database}: {string.Join(", ", Enum.GetValues<FindingStatus>().Select(status => $"{counts.GetValueOrDefault(status)} {NameOf(status)}"))}");
    }

    private static Grid ToGrid(IEnumerable<Finding> findings)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var finding in findings)
        {
            grid.AddRow(new Text(NameOf(finding.Status), new Style(ColorOf(finding.Status))), new Text(finding.Check), new Text(TextOf(finding)));
        }

        return grid;
    }

    private static string TextOf(Finding finding) =>
        (finding.Remedy is null ? finding.Message : $"{finding.Message}  → {finding.Remedy}").ReplaceLineEndings(" ");

    private static string NameOf(FindingStatus status) => status.ToString().ToUpperInvariant();

    private static Color ColorOf(FindingStatus status) => status switch
    {
        FindingStatus.Ok => Color.Green,
        FindingStatus.Warn => Color.Yellow,
        _ => Color.Red,
    };
}
