using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Formatting;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary><c>launchstack recent ID</c>: raw samples, newest first.</summary>
internal static class RecentCommand
{
    private const int DefaultLimit = 60;

    private static readonly Argument<Guid> Instance = InstanceArgument.Create();

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = $"How many at the most, 1 to {IInstanceQueryGrain.MaxLimit}.",
        CustomParser = Parsers.Number(1, IInstanceQueryGrain.MaxLimit),
        DefaultValueFactory = _ => DefaultLimit,
    };

    private static readonly Option<SampleCursor> Before = new("--before")
    {
        Description = "Only samples before this time, or after this cursor of an earlier answer. Default: from the newest.",
        HelpName = "time",
        CustomParser = Parsers.Cursor,
    };

    public static Command Create() => QueryCommand.Create(
        new Command("recent", "Show the newest samples of an instance.") { Instance, Limit, Before },
        AskAsync,
        ToTable,
        next => $"older ones: --before {next}");

    private static async Task<ListPage<SampleRow>> AskAsync(ParseResult parsed, MetricsClient client, CancellationToken cancellationToken)
    {
        var before = parsed.GetResult(Before) is null ? (SampleCursor?)null : parsed.GetValue(Before);
        var page = await client.GetRecentAsync(parsed.GetValue(Instance), parsed.GetValue(Limit), before, cancellationToken);
        return new([.. page.Items.Select(SampleRow.From)], page.Next is { } next ? SampleCursorText.Format(next) : null);
    }

    private static Table ToTable(IReadOnlyList<SampleRow> samples)
    {
        var table = Tables.Create(
            "Time (UTC)", ">CPU (% of a core)", ">Memory", ">Memory limit", ">Network in (since previous)", ">Network out (since previous)");
        foreach (var sample in samples)
        {
            table.Add(
                Rfc3339.Format(sample.Timestamp),
                Tables.Percent(sample.CpuUsage),
                HumanBytes.Format(sample.MemoryUsage),
                HumanBytes.Format(sample.MemoryLimit),
                HumanBytes.Format(sample.NetworkIn),
                HumanBytes.Format(sample.NetworkOut));
        }

        return table;
    }
}
