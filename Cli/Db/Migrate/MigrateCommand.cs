using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Db.Migrate.Verification;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Storage.Schema.Migration;

namespace LaunchStack.Metrics.Cli.Db.Migrate;

/// <summary><c>launchstack db migrate</c>: brings the rows of a plain table over, while both databases are used.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command(
            "migrate", "Copy the rows of a plain PostgreSQL table into a database of the service, while both are used; may be stopped and repeated.");
        MigrateOptions.AddTo(command);
        JsonOption.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = MigrateOptions.Read(parsed);
        return MigrateOptions.IsDryRun(parsed) ? PlanAsync(parsed, options, cancellationToken)
            : MigrateOptions.VerifiesOnly(parsed) ? VerifyAsync(parsed, options, cancellationToken)
            : MigrateAsync(parsed, options, cancellationToken);
    }

    private static async Task<int> PlanAsync(ParseResult parsed, MigrationOptions options, CancellationToken cancellationToken)
    {
        var progress = new MigrationProgress();
        var planning = Migrator.PlanAsync(options, progress, TimeProvider.System, cancellationToken);
        await ShowAsync(parsed, planning, progress);
        MigrateOutput.Write(parsed, await planning);
        return ExitCode.Done;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, MigrationOptions options, CancellationToken cancellationToken)
    {
        MigrateVerification.CheckReport(parsed);
        var range = await Migrator.FindAsync(options, TimeProvider.System, cancellationToken);
        return VerificationOutput.Write(parsed, await MigrateVerification.RunAsync(parsed, options, range, cancellationToken));
    }

    private static async Task<int> MigrateAsync(ParseResult parsed, MigrationOptions options, CancellationToken cancellationToken)
    {
        MigrateVerification.CheckReport(parsed);
        var (plan, report) = await CopyAsync(parsed, options, cancellationToken);
        if (!JsonOption.IsSet(parsed))
        {
            MigrateOutput.Write(parsed, report);
        }

        var verified = MigrateOptions.Verifies(parsed) ? await MigrateVerification.RunAsync(parsed, options, report.Range, cancellationToken) : null;
        if (JsonOption.IsSet(parsed))
        {
            JsonOutput.Write(parsed, new MigrateResult(plan, report, verified is null ? null : VerificationResult.Of(verified)));
            return verified is { IsEqual: false } ? ExitCode.Failed : ExitCode.Done;
        }

        return verified is null ? ExitCode.Done : VerificationOutput.Write(parsed, verified);
    }

    private static async Task<(MigrationPlan Plan, MigrationReport Report)> CopyAsync(ParseResult parsed, MigrationOptions options, CancellationToken cancellationToken)
    {
        var progress = new MigrationProgress();
        var cutOver = MigrateOptions.Follows(parsed) ? CutOverAsync(parsed, progress) : null;
        MigrationPlan? planned = null;
        var migrating = Migrator.RunAsync(
            options,
            plan =>
            {
                planned = plan;
                MigrateOutput.Announce(parsed, plan);
            },
            progress,
            TimeProvider.System,
            cutOver,
            cancellationToken);
        try
        {
            await ShowAsync(parsed, migrating, progress);
            var report = await migrating;
            return (planned!, report);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new FailureException("stopped: what is committed stays, and the same command goes on from there");
        }
        catch (OutOfMemoryException)
        {
            throw new FailureException(
                $"--batch: there is not enough memory for slices of {options.Batch} rows, a few for each of --parallel {options.Parallel}: what is committed stays, and the same command with fewer goes on from there");
        }
    }

    private static Task ShowAsync(ParseResult parsed, Task work, MigrationProgress progress) =>
        JsonOption.IsSet(parsed) ? work : LiveLine.ShowAsync(parsed, work, new MigrateLine(progress, TimeProvider.System).Describe);

    // Whoever has stopped the source's writers says so by a line of input.
    private static async Task CutOverAsync(ParseResult parsed, MigrationProgress progress)
    {
        // Not before what is there is copied: writers would be stopped for all that time.
        await progress.Following;
        await parsed.InvocationConfiguration.Error.WriteLineAsync(
            "following the source: stop what writes to it, then press Enter to cut over (Ctrl-C leaves off; the same command goes on)");
        if (await Task.Run(Console.In.ReadLine) is null)
        {
            // No input: only the end of the command ends it.
            await Task.Delay(Timeout.Infinite);
        }
    }
}
