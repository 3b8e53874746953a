using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Db.Migrate.Verification;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Storage.Schema.Migration;
using LaunchStack.Metrics.Storage.Schema.Migration.Verification;

namespace LaunchStack.Metrics.Cli.Db.Migrate;

/// <summary>Compares source and target, after the copy or alone.</summary>
internal static class MigrateVerification
{
    /// <summary>Tries whether the report can be written, before hours of work for it.</summary>
    /// <exception cref="FailureException">It cannot.</exception>
    public static void CheckReport(ParseResult parsed)
    {
        if (MigrateOptions.ReportFile(parsed) is not { } file)
        {
            return;
        }

        try
        {
            using var opened = file.Open(FileMode.OpenOrCreate, FileAccess.Write);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"--report: {refusal.Message}");
        }
    }

    public static async Task<VerificationReport> RunAsync(
        ParseResult parsed, MigrationOptions options, MigratedRange range, CancellationToken cancellationToken)
    {
        var scope = new VerificationScope
        {
            Source = options.Source,
            SourceTable = range.Table,
            Network = options.Network,
            Target = options.Target,
            Since = range.Since,
            Until = range.Until,
            KeepsExpired = range.KeepsExpired,
            KeptSince = range.ExpiredBefore,
            ServiceSince = MigrateOptions.StoresSince(parsed),
        };
        var line = new VerificationLine();
        var verifying = new MigrationVerifier(TimeProvider.System).VerifyAsync(scope, line, cancellationToken);
        if (!JsonOption.IsSet(parsed))
        {
            await LiveLine.ShowAsync(parsed, verifying, line.Describe);
        }

        var report = await verifying;
        if (MigrateOptions.ReportFile(parsed) is { } file)
        {
            await File.WriteAllTextAsync(file.FullName, VerificationMarkdown.Render(report), cancellationToken);
        }

        return report;
    }
}
