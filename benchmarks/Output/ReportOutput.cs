using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using Spectre.Console;

namespace LaunchStack.Metrics.Benchmarks.Output;

/// <summary>Prints a report: as JSON, or as tables that can be pasted into a document.</summary>
internal static class ReportOutput
{
    public static int Write<T>(ParseResult parsed, T report, params IEnumerable<Table> tables)
    {
        if (JsonOption.IsSet(parsed))
        {
            JsonOutput.Write(parsed, report);
            return ExitCode.Done;
        }

        var console = Terminal.Out(parsed);
        foreach (var table in tables)
        {
            table.Border = TableBorder.Markdown;
            console.Write(table);
            console.WriteLine();
        }

        return ExitCode.Done;
    }
}
