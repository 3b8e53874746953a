using LaunchStack.Metrics.Storage.Schema.Migration.Verification;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Db.Migrate.Verification;

/// <summary>A report for people.</summary>
internal static class VerificationTables
{
    public static void Write(IAnsiConsole console, VerificationReport report) =>
        console.Write(new Text($"{report.Source} {report.SourceTable} against {report.Target}: {report.Differences} differences\n"));
}
