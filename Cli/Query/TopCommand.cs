using System.CommandLine;
using System.Text.Json;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary><c>launchstack top</c>: the instances that use most.</summary>
internal static class TopCommand
{
    private const int DefaultLimit = 10;
    private static readonly TimeSpan Standard = TimeSpan.FromMinutes(5);

    private static readonly TimeRangeOptions Times = new(
        "Samples of this time or later count.", "Samples of this time or later do not. Default: now.", Parsers.FormatExactly(Standard));

    private static readonly Option<UsageMeasure?> By = MeasureOption.Create();

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = $"How many instances, 1 to {TopQuery.MaxLimit}.",
        CustomParser = Parsers.Number(1, TopQuery.MaxLimit),
        DefaultValueFactory = _ => DefaultLimit,
    };

    public static Command Create()
    {
        var command = new Command("top", "Show the instances that use most, most first.") { By, Limit };
        Times.AddTo(command);
        return QueryCommand.Create(command, AskAsync, answer => answer.Items, answer => TopTable.Create(answer.Ranked, answer.Measure), _ => null);
    }

    private static async Task<TopAnswer> AskAsync(ParseResult parsed, MetricsClient client, CancellationToken cancellationToken)
    {
        var (from, to) = Times.Of(parsed, Standard);
        var by = parsed.GetValue(By) ?? UsageMeasure.Cpu;
        var ranked = await client.GetTopAsync(new TopQuery { From = from, To = to, By = by, Limit = parsed.GetValue(Limit) }, cancellationToken);
        return new TopAnswer(JsonNamingPolicy.SnakeCaseLower.ConvertName(by.ToString()), from, to, [.. ranked.Select(TopRow.From)])
        {
            Ranked = ranked,
            Measure = by,
        };
    }
}
