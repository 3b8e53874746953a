using LaunchStack.Metrics.Storage.Schema.Migration.Verification;

namespace LaunchStack.Metrics.Cli.Db.Migrate.Verification;

/// <summary>A report as Markdown, to be kept with the migration's papers.</summary>
internal static class VerificationMarkdown
{
    public static string Render(VerificationReport report) =>
        $"# Verification of {report.SourceTable}\n\n{report.Source} against {report.Target}: {report.Differences} differences\n";
}
