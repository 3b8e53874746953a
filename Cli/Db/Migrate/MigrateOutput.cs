using System.CommandLine;
using System.Globalization;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Formatting;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Storage.Schema.Migration;

namespace LaunchStack.Metrics.Cli.Db.Migrate;

/// <summary>What <c>launchstack db migrate</c> tells: plan and result, to people or as JSON.</summary>
internal static class MigrateOutput
{
    // Measured as docs/migration.md says, and on the careful side; a plan says "about".
    private const double RowsPerSecond = 120_000;
    private const double BytesPerRow = 225;
    private const double BytesPerCompressedRow = 29;

    /// <summary>A plan that is about to be carried out: for people alone, and no result.</summary>
    public static void Announce(ParseResult parsed, MigrationPlan plan)
    {
        if (!JsonOption.IsSet(parsed))
        {
            Write(parsed.InvocationConfiguration.Error, plan);
        }
    }

    /// <summary>A plan as the result.</summary>
    public static void Write(ParseResult parsed, MigrationPlan plan)
    {
        if (JsonOption.IsSet(parsed))
        {
            JsonOutput.Write(parsed, plan);
        }
        else
        {
            Write(parsed.InvocationConfiguration.Output, plan);
        }
    }

    /// <summary>What was done; as JSON together with what its verification found.</summary>
    public static void Write(ParseResult parsed, MigrationReport report)
    {
        var output = parsed.InvocationConfiguration.Output;
        output.WriteLine($"copied       {report.Copied} rows, {report.CopiedNow} of them by this run, in {report.Elapsed:hh\\:mm\\:ss}");
        output.WriteLine($"range        {(report.Range.Since is { } since ? Rfc3339.Format(since) : "everything")} to {(report.Range.Until is { } until ? Rfc3339.Format(until) : "now")}");
        output.WriteLine($"committed    everything that the source had committed by {Rfc3339.Format(report.CommittedBefore)} is in the target");
        Write(output, report.Found);
        Line(output, "present", report.Present, "rows were in the target already");
        Line(output, "late", report.Late, "rows were added or changed in time that was copied already");
        Line(output, "too late", report.TooLate, "rows were added, changed or deleted where the target has hours alone: not carried");
        Line(output, "ahead", report.Ahead, "rows are newer than the range: left for a later run");
        Line(output, "compressed", report.Compressed, "chunks");
        if (report.RenamedTo is { } name)
        {
            output.WriteLine($"renamed      the source's table is {name} now");
        }
    }

    private static void Write(TextWriter output, MigrationPlan plan)
    {
        output.WriteLine($"from         {plan.Source}, {HumanBytes.Format(plan.SourceBytes)}");
        output.WriteLine($"to           {plan.Target}{(plan.InPlace ? ", the same database" : "")}");
        output.WriteLine($"range        {Rfc3339.Format(plan.From)} to {Rfc3339.Format(plan.Until)}{(plan.Resumes ? ", going on where an earlier run was" : "")}");
        output.WriteLine($"rows         {plan.Rows} of {plan.Instances} instances, in {plan.Slices} slices{Span(plan)}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"estimate     about {TimeSpan.FromSeconds(Math.Ceiling(plan.Rows / RowsPerSecond)):d\\.hh\\:mm\\:ss}; about {HumanBytes.Format((long)(plan.Rows * BytesPerRow))} as they come, {HumanBytes.Format((long)(plan.Rows * BytesPerCompressedRow))} compressed"));
        output.WriteLine($"network      {Parsers.NameOf(plan.Network)}");
        Line(output, "copied", plan.CopiedBefore, "rows by earlier runs");
        Write(output, plan.Found);
        foreach (var note in plan.Notes)
        {
            output.WriteLine($"note         {note}");
        }
    }

    private static string Span(MigrationPlan plan) =>
        plan is { Oldest: { } oldest, Newest: { } newest } ? $", from {Rfc3339.Format(oldest)} to {Rfc3339.Format(newest)}" : "";

    private static void Write(TextWriter output, MigrationCounts found)
    {
        output.WriteLine($"found        {found.Rows} rows in the source");
        Line(output, "deleted", found.Deleted, "rows are soft-deleted: left out");
        Line(output, "gone", found.Gone, "rows are of instances that are gone: left out");
        Line(output, "expired", found.Expired, "rows are past the target's retention: left out (--keep-expired copies them)");
        Line(output, "impossible", found.Impossible, "rows have no instance or time, or are from before 1970: left out");
        Line(output, "outside", found.Outside, "rows are before the range: left out");
        Line(output, "duplicates", found.Duplicates, "rows of an instance and time that has one with larger counters: left out");
        Line(output, "mended", found.Mended, "values are NULL or none that a sample may have: 0, or no counter");
    }

    private static void Line(TextWriter output, string name, long count, string text)
    {
        if (count > 0)
        {
            output.WriteLine($"{name,-12} {count} {text}");
        }
    }
}
