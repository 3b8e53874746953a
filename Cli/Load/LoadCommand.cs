using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Db;
using LaunchStack.Metrics.Cli.Load.Sending;
using LaunchStack.Metrics.Cli.Load.Verification;
using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Cli.Output;

namespace LaunchStack.Metrics.Cli.Load;

/// <summary><c>launchstack load</c>: made-up samples of many instances, and whether the database has every one of them once.</summary>
internal static class LoadCommand
{
    public static Command Create()
    {
        var command = new Command("load", "Push made-up samples of many instances, to see what the service can take, and verify what is stored of them.");
        LoadOptions.AddTo(command);
        JsonOption.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var request = LoadOptions.Read(parsed, TimeProvider.System.GetUtcNow());
        return request is { Sent: { } sent, Database: { } database }
            ? await VerifyAsync(parsed, request, sent, database, cancellationToken)
            : await SendAsync(parsed, request, cancellationToken);
    }

    private static async Task<int> SendAsync(ParseResult parsed, LoadRequest request, CancellationToken cancellationToken)
    {
        var fleet = new LoadFleet(request.Plan);
        var latencies = new LatencyHistogram();
        using var listening = new PushLatencies(latencies);
        await using var targets = await LoadTargets.ConnectAsync(parsed, request, cancellationToken);
        if (request.Database is { } target)
        {
            // Before anything is sent: what cannot be read cannot be compared with afterwards.
            target.Rows().Read(request.Plan.Start, request.Plan.Start, static _ => { }, cancellationToken);
        }

        LoadOutput.Announce(parsed, request.Plan);
        var run = new LoadRun(fleet, request.Pace, targets.All, TimeProvider.System);
        await LiveLine.ShowAsync(parsed, run.RunAsync(cancellationToken), () => LoadOutput.Describe(run, latencies));

        // A run that was stopped is summed up at once.
        VerificationResult? verified = null;
        if (request.Database is { } database && run is { IsSettled: true, IsStopped: false, Batches: { } batches })
        {
            var sent = batches * request.Plan.Batch;
            verified = await CompareAsync(parsed, database, new LoadVerifier(fleet, sent, sent), cancellationToken);
        }

        LoadOutput.Write(parsed, run, latencies, request.Plan, verified);
        var isRight = run is { IsSettled: true, IsStopped: false, Problem: null } && verified?.IsRight != false;
        return isRight ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<int> VerifyAsync(
        ParseResult parsed, LoadRequest request, long sent, DatabaseTarget database, CancellationToken cancellationToken)
    {
        var verifier = new LoadVerifier(new LoadFleet(request.Plan), sent, request.Planned);
        var verified = await CompareAsync(parsed, database, verifier, cancellationToken);
        LoadOutput.Write(parsed, request.Plan, sent, verified);
        return verified.IsRight ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<VerificationResult> CompareAsync(
        ParseResult parsed, DatabaseTarget database, LoadVerifier verifier, CancellationToken cancellationToken)
    {
        var (from, to) = verifier.Time;
        await LiveLine.ShowAsync(
            parsed, Task.Run(() => database.Rows().Read(from, to, verifier.Add, cancellationToken), cancellationToken), () => $"verified {verifier.Rows} rows");
        return verifier.Finish();
    }
}
