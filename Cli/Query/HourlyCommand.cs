using System.CommandLine;
using System.Globalization;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Formatting;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary><c>launchstack hourly ID</c>: usage by hour, newest first.</summary>
internal static class HourlyCommand
{
    private static readonly TimeSpan DefaultRange = TimeSpan.FromHours(24);

    private static readonly Argument<Guid> Instance = InstanceArgument.Create();

    private static readonly Option<DateTimeOffset> From = new("--from")
    {
        Description = "The first hour is the one this time lies in. Default: 24 hours before --to.",
        HelpName = "time",
        CustomParser = Parsers.TimeFrom1970,
    };

    private static readonly Option<DateTimeOffset> To = new("--to")
    {
        Description = "Hours that start at this time or later are left out. Default: now.",
        HelpName = "time",
        CustomParser = Parsers.TimeFrom1970,
    };

    public static Command Create() => QueryCommand.Create(
        new Command("hourly", "Show the usage of an instance by hour.") { Instance, From, To }, AskAsync, ToTable);

    private static async Task<ListPage<AggregatedUsage>> AskAsync(ParseResult parsed, MetricsClient client, CancellationToken cancellationToken)
    {
        var to = parsed.GetResult(To) is null ? TimeProvider.System.GetUtcNow() : parsed.GetValue(To);
        var from = parsed.GetResult(From) is null ? DayBefore(to) : parsed.GetValue(From);
        return new(await client.GetHourlyAsync(parsed.GetValue(Instance), from, to, cancellationToken), null);
    }

    // No sample is older than 1970, and a time before it would be refused though nobody gave one.
    private static DateTimeOffset DayBefore(DateTimeOffset to) =>
        to - DateTimeOffset.UnixEpoch < DefaultRange ? DateTimeOffset.UnixEpoch : to - DefaultRange;

    private static Table ToTable(IReadOnlyList<AggregatedUsage> hours)
    {
        var table = Tables.Create(
            "Hour (UTC)", ">Samples", ">CPU avg (%)", ">CPU min (%)", ">CPU max (%)", ">Memory avg", ">Memory max", ">Network in", ">Network out", "Open");
        foreach (var hour in hours)
        {
            table.Add(
                Rfc3339.Format(hour.Bucket),
                hour.SampleCount.ToString(CultureInfo.InvariantCulture),
                Tables.Percent(hour.AvgCpu),
                Tables.Percent(hour.MinCpu),
                Tables.Percent(hour.MaxCpu),
                HumanBytes.Format((decimal)hour.AvgMemory),
                HumanBytes.Format(hour.MaxMemory),
                HumanBytes.Format(hour.TotalNetworkIn),
                HumanBytes.Format(hour.TotalNetworkOut),
                hour.Open ? "yes" : "");
        }

        return table;
    }
}
