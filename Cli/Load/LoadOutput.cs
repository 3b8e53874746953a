using System.CommandLine;
using System.Globalization;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Load.Sending;
using LaunchStack.Metrics.Cli.Load.Verification;
using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Json;

namespace LaunchStack.Metrics.Cli.Load;

/// <summary>What <c>launchstack load</c> tells: progress and differences to people, the result to whoever reads it.</summary>
internal static class LoadOutput
{
    /// <summary>Says at the start what a verification of a run that is killed needs to know.</summary>
    public static void Announce(ParseResult parsed, LoadPlan plan) => parsed.InvocationConfiguration.Error.WriteLine(
        $"start {Rfc3339.Format(plan.Start)}, {plan.Instances} instances, a sample each {Parsers.FormatExactly(plan.Step)}, seed {plan.Seed}");

    public static string Describe(LoadRun run, LatencyHistogram latencies)
    {
        var counts = run.Counts;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Elapsed.TotalSeconds:0} s, sent {run.Sent}, accepted {counts.Accepted}, durable {counts.Durable}, rejected {counts.Rejected}, resent {counts.Resent}, p99 {Milliseconds(latencies.Percentile(0.99)):0.0} ms");
    }

    public static void Write(ParseResult parsed, LoadRun run, LatencyHistogram latencies, LoadPlan plan, VerificationResult? verified)
    {
        var (counts, rates) = (run.Counts, run.PerSecond);
        var summary = new LoadSummary(
            plan.Start,
            run.Sent,
            counts.Accepted,
            counts.Durable,
            counts.Duplicates,
            counts.Rejected,
            counts.Resent,
            Math.Round(rates.Accepted, 1),
            Math.Round(rates.Durable, 1),
            Milliseconds(latencies.Percentile(0.50)),
            Milliseconds(latencies.Percentile(0.99)),
            Milliseconds(latencies.Max),
            verified);
        Complain(parsed, run, counts, verified);
        if (JsonOption.IsSet(parsed))
        {
            JsonOutput.Write(parsed, summary);
            return;
        }

        var output = parsed.InvocationConfiguration.Output;
        output.WriteLine($"start        {Rfc3339.Format(summary.Start)}");
        output.WriteLine($"sent         {summary.Sent}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"accepted     {summary.Accepted}, {summary.AcceptedPerS:0.0} samples/s"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"durable      {summary.Durable}, {summary.DurablePerS:0.0} samples/s"));
        output.WriteLine($"duplicates   {summary.Duplicates}");
        output.WriteLine($"rejected     {summary.Rejected}");
        output.WriteLine($"resent       {summary.Resent}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"latency      p50 {summary.P50Ms:0.00} ms, p99 {summary.P99Ms:0.00} ms, max {summary.MaxMs:0.00} ms"));
        Write(output, verified);
    }

    public static void Write(ParseResult parsed, LoadPlan plan, long sent, VerificationResult verified)
    {
        Complain(parsed, verified);
        if (JsonOption.IsSet(parsed))
        {
            JsonOutput.Write(parsed, new VerificationSummary(plan.Start, sent, verified));
            return;
        }

        Write(parsed.InvocationConfiguration.Output, verified);
    }

    private static void Write(TextWriter output, VerificationResult? verified)
    {
        if (verified is not null)
        {
            output.WriteLine(
                $"verified     {verified.Rows} rows: missing {verified.Missing}, unexpected {verified.Unexpected}, differing {verified.Differing}, doubled {verified.Doubled}, wrong sums {verified.WrongSums}");
        }
    }

    private static void Complain(ParseResult parsed, LoadRun run, LoadCounts counts, VerificationResult? verified)
    {
        var error = parsed.InvocationConfiguration.Error;
        if (run.Problem is { } problem)
        {
            error.WriteLine($"rejected {counts.Rejected}, lost {counts.Lost}: {problem}");
        }

        if (run.IsStopped)
        {
            error.WriteLine(run.IsSettled ? "stopped before its time" : "stopped before everything that was sent was durable");
        }

        Complain(parsed, verified);
    }

    private static void Complain(ParseResult parsed, VerificationResult? verified)
    {
        foreach (var example in verified?.Examples ?? [])
        {
            parsed.InvocationConfiguration.Error.WriteLine(example);
        }
    }

    private static double Milliseconds(TimeSpan duration) => Math.Round(duration.TotalMilliseconds, 3);
}
