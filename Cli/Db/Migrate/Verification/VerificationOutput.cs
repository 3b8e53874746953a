using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Storage.Schema.Migration.Verification;

namespace LaunchStack.Metrics.Cli.Db.Migrate.Verification;

/// <summary>What a verification found: tables for people, the report itself for whoever reads JSON.</summary>
internal static class VerificationOutput
{
    /// <summary>Prints a report, and says how the command is to exit.</summary>
    public static int Write(ParseResult parsed, VerificationReport report)
    {
        if (JsonOption.IsSet(parsed))
        {
            JsonOutput.Write(parsed, VerificationResult.Of(report));
        }
        else
        {
            VerificationTables.Write(Terminal.Out(parsed), report);
        }

        return report.IsEqual ? ExitCode.Done : ExitCode.Failed;
    }
}
