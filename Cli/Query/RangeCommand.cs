using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary><c>launchstack range ID</c>: usage over time at a resolution that fits, oldest first.</summary>
internal static class RangeCommand
{
    private const int StandardPoints = 60;
    private static readonly TimeSpan Standard = TimeSpan.FromHours(1);

    private static readonly Argument<Guid> Instance = InstanceArgument.Create();
    private static readonly TimeRangeOptions Times = new(
        "The first point is the one this time lies in.", "Points that start at this time or later are left out. Default: now.", Parsers.FormatExactly(Standard));

    private static readonly Option<Resolution?> Resolution = new("--resolution")
    {
        Description = "auto, raw, minute, hour or day. Default: the finest that has no more points than wanted.",
        HelpName = "name",
        CustomParser = Parsers.OneOf<Resolution>,
    };

    private static readonly Option<int> Points = new("--points")
    {
        Description = $"How many points are wanted at the most, 1 to {RangeQuery.MaxPoints}.",
        CustomParser = Parsers.Number(1, RangeQuery.MaxPoints),
        DefaultValueFactory = _ => StandardPoints,
    };

    private static readonly Option<GapFill?> Fill = new("--fill")
    {
        Description = "What there is for buckets without samples: none, null, previous or linear. Default: none.",
        HelpName = "name",
        CustomParser = Parsers.OneOf<GapFill>,
    };

    public static Command Create()
    {
        var command = new Command("range", "Show the usage of an instance over time.") { Instance, Resolution, Points, Fill };
        Times.AddTo(command);
        return QueryCommand.Create(command, AskAsync, range => range.Rows, range => UsageTable.Create(range.Items, "Time"), _ => null);
    }

    private static async Task<RangeAnswer> AskAsync(ParseResult parsed, MetricsClient client, CancellationToken cancellationToken)
    {
        var (from, to) = Times.Of(parsed, Standard);
        var query = new RangeQuery
        {
            From = from,
            To = to,
            Resolution = parsed.GetValue(Resolution) ?? Models.Resolution.Auto,
            Points = parsed.GetValue(Points),
            Fill = parsed.GetValue(Fill) ?? GapFill.None,
        };
        var instance = parsed.GetValue(Instance);
        return RangeAnswer.From(instance, await client.GetRangeAsync(instance, query, cancellationToken));
    }
}
