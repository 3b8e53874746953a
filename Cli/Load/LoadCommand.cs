using System.CommandLine;
using System.Globalization;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Load;

/// <summary><c>launchstack load</c>: made-up instances that push at a steady pace.</summary>
internal static class LoadCommand
{
    private const int MaxInstances = 1_000_000;
    private const int MaxConcurrency = 10_000;
    private const long MaxSamples = 1_000_000_000;

    private static readonly Option<int> Instances = new("--instances")
    {
        Description = $"How many instances push, 1 to {MaxInstances}.",
        HelpName = "count",
        CustomParser = Parsers.Number(1, MaxInstances),
        DefaultValueFactory = _ => 1_000,
    };

    private static readonly Option<TimeSpan> Interval = new("--interval")
    {
        Description = "How often each instance pushes one sample. Default: 1s.",
        HelpName = "time",
        CustomParser = Parsers.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)),
    };

    private static readonly Option<TimeSpan> Duration = new("--duration")
    {
        Description = "For how long. Default: 60s.",
        HelpName = "time",
        CustomParser = Parsers.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)),
    };

    private static readonly Option<int> Concurrency = new("--concurrency")
    {
        Description = $"How many pushes may be under way at the same time, 1 to {MaxConcurrency}.",
        HelpName = "count",
        CustomParser = Parsers.Number(1, MaxConcurrency),
        DefaultValueFactory = _ => 64,
    };

    private static readonly Option<bool> Durable = new("--durable") { Description = "Each push waits until its sample is committed in the store." };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Makes the instances and their numbers; the same seed makes the same ones.",
        HelpName = "number",
        CustomParser = Parsers.Number(0, int.MaxValue),
        DefaultValueFactory = _ => 1,
    };

    public static Command Create()
    {
        var command = new Command("load", "Push made-up samples of many instances, to see what the service can take.")
        {
            Instances, Interval, Duration, Concurrency, Durable, Seed,
        };
        ConnectionOptions.AddTo(command);
        JsonOption.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var plan = PlanOf(parsed);
        await using var client = await ConnectionOptions.ConnectAsync(parsed, null, cancellationToken);
        var acknowledgement = parsed.GetValue(Durable) ? Acknowledgement.Durable : Acknowledgement.Accepted;
        var run = new LoadRun(plan, (instance, batch, token) => client.PushAsync(instance, batch, acknowledgement, token), TimeProvider.System);

        await LiveLine.ShowAsync(parsed, run.RunAsync(cancellationToken), () => Describe(run.Summarize()));
        var summary = run.Summarize();
        if (JsonOption.IsSet(parsed))
        {
            JsonOutput.Write(parsed, summary);
        }
        else
        {
            Print(parsed.InvocationConfiguration.Output, summary);
        }

        return summary.IsComplete ? ExitCode.Done : ExitCode.Failed;
    }

    private static LoadPlan PlanOf(ParseResult parsed)
    {
        var plan = new LoadPlan(
            parsed.GetValue(Instances),
            parsed.GetResult(Interval) is null ? TimeSpan.FromSeconds(1) : parsed.GetValue(Interval),
            parsed.GetResult(Duration) is null ? TimeSpan.FromSeconds(60) : parsed.GetValue(Duration),
            parsed.GetValue(Concurrency),
            parsed.GetValue(Seed));
        return plan.Total <= MaxSamples
            ? plan
            : throw new UsageException($"that would be {plan.Total} samples; one run pushes at most {MaxSamples}");
    }

    private static string Describe(LoadSummary summary) => string.Create(
        CultureInfo.InvariantCulture,
        $"{summary.Seconds:0} s, pushed {summary.Pushed} of {summary.Planned}, accepted {summary.Accepted}, errors {summary.Errors}, p99 {summary.P99Ms:0.0} ms");

    private static void Print(TextWriter output, LoadSummary summary)
    {
        output.WriteLine($"instances    {summary.Instances}");
        output.WriteLine($"planned      {summary.Planned} samples");
        output.WriteLine($"pushed       {summary.Pushed} samples in {summary.Seconds:0.0} s, {summary.SamplesPerSecond:0.0} samples/s");
        output.WriteLine($"accepted     {summary.Accepted}");
        output.WriteLine($"duplicates   {summary.Duplicates}");
        output.WriteLine($"rejected     {summary.Rejected}");
        output.WriteLine($"errors       {summary.Errors}{(summary.FirstError is null ? "" : $"; the first: {summary.FirstError}")}");
        output.WriteLine($"latency      p50 {summary.P50Ms:0.00} ms, p99 {summary.P99Ms:0.00} ms");
    }
}
