using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary><c>launchstack hourly ID</c> and <c>launchstack daily ID</c>: usage by hour or by day, newest first.</summary>
internal static class AggregateCommand
{
    private static readonly Argument<Guid> Instance = InstanceArgument.Create();

    private static readonly Option<string?> TimeZone = new("--tz")
    {
        Description = "A time zone of the IANA database, such as Europe/Berlin, whose days are meant. Default: UTC.",
        HelpName = "zone",
    };

    public static Command CreateHourly() => Create(
        "hourly", "hour", "hour (UTC)", TimeSpan.FromHours(24), (_, client, id, from, to, token) => client.GetHourlyAsync(id, from, to, token));

    public static Command CreateDaily()
    {
        var command = Create("daily", "day", "day (UTC, or of --tz)", TimeSpan.FromDays(30), (parsed, client, id, from, to, token) => parsed.GetValue(TimeZone) is { } zone
            ? client.GetDailyAsync(id, from, to, zone, token)
            : client.GetDailyAsync(id, from, to, token));
        command.Add(TimeZone);
        return command;
    }

    private static Command Create(string name, string bucket, string first, TimeSpan range, Ask ask)
    {
        var times = new TimeRangeOptions(
            $"The first {first} is the one this time lies in.",
            $"{Capital(bucket)}s that start at this time or later are left out. Default: now.",
            Parsers.FormatExactly(range));
        var command = new Command(name, $"Show the usage of an instance by {bucket}.") { Instance };
        times.AddTo(command);
        return QueryCommand.Create(
            command,
            async (parsed, client, cancellationToken) =>
            {
                var (from, to) = times.Of(parsed, range);
                return new ListPage<AggregatedUsage>(await ask(parsed, client, parsed.GetValue(Instance), from, to, cancellationToken), null);
            },
            buckets => UsageTable.Create([.. buckets.Select(UsagePoint.Of)], Capital(bucket)));
    }

    private delegate Task<IReadOnlyList<AggregatedUsage>> Ask(
        ParseResult parsed, MetricsClient client, Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
