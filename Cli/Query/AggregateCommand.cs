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

/// <summary><c>launchstack hourly ID</c> and <c>launchstack daily ID</c>: usage by hour or by day, newest first.</summary>
internal static class AggregateCommand
{
    private static readonly Argument<Guid> Instance = InstanceArgument.Create();

    public static Command CreateHourly() => Create(
        "hourly", "hour", TimeSpan.FromHours(24), "24 hours", (client, id, from, to, token) => client.GetHourlyAsync(id, from, to, token));

    public static Command CreateDaily() => Create(
        "daily", "day", TimeSpan.FromDays(30), "30 days", (client, id, from, to, token) => client.GetDailyAsync(id, from, to, token));

    private static Command Create(string name, string bucket, TimeSpan range, string rangeText, Ask ask)
    {
        var from = TimeOption("--from", $"The first {bucket} (UTC) is the one this time lies in. Default: {rangeText} before --to.");
        var to = TimeOption("--to", $"{Capital(bucket)}s that start at this time or later are left out. Default: now.");
        return QueryCommand.Create(
            new Command(name, $"Show the usage of an instance by {bucket}.") { Instance, from, to },
            async (parsed, client, cancellationToken) =>
            {
                var end = parsed.GetResult(to) is null ? TimeProvider.System.GetUtcNow() : parsed.GetValue(to);
                var start = parsed.GetResult(from) is null ? Before(end, range) : parsed.GetValue(from);
                return new ListPage<AggregatedUsage>(await ask(client, parsed.GetValue(Instance), start, end, cancellationToken), null);
            },
            buckets => ToTable(buckets, Capital(bucket)));
    }

    private delegate Task<IReadOnlyList<AggregatedUsage>> Ask(
        MetricsClient client, Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    private static Option<DateTimeOffset> TimeOption(string name, string description) =>
        new(name) { Description = description, HelpName = "time", CustomParser = Parsers.TimeFrom1970 };

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    // No sample is older than 1970, and a time before it would be refused though nobody gave one.
    private static DateTimeOffset Before(DateTimeOffset to, TimeSpan range) =>
        to - DateTimeOffset.UnixEpoch < range ? DateTimeOffset.UnixEpoch : to - range;

    private static Table ToTable(IReadOnlyList<AggregatedUsage> buckets, string title)
    {
        var table = Tables.Create(
            $"{title} (UTC)", ">Samples", ">CPU avg (%)", ">CPU min (%)", ">CPU max (%)", ">Memory avg", ">Memory max", ">Network in", ">Network out", "Open");
        foreach (var bucket in buckets)
        {
            table.Add(
                Rfc3339.Format(bucket.Bucket),
                bucket.SampleCount.ToString(CultureInfo.InvariantCulture),
                Tables.Percent(bucket.AvgCpu),
                Tables.Percent(bucket.MinCpu),
                Tables.Percent(bucket.MaxCpu),
                HumanBytes.Format((decimal)bucket.AvgMemory),
                HumanBytes.Format(bucket.MaxMemory),
                HumanBytes.Format(bucket.TotalNetworkIn),
                HumanBytes.Format(bucket.TotalNetworkOut),
                bucket.Open ? "yes" : "");
        }

        return table;
    }
}
