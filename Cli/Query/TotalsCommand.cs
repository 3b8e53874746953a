using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary><c>launchstack totals ID</c>: usage over a range as one.</summary>
internal static class TotalsCommand
{
    private static readonly TimeSpan Standard = TimeSpan.FromHours(24);

    private static readonly Argument<Guid> Instance = InstanceArgument.Create();

    private static readonly TimeRangeOptions Times = new(
        "Samples of this time or later count; a whole hour (UTC) where raw samples are not kept any longer.",
        "Samples of this time or later do not. Default: now.",
        Parsers.FormatExactly(Standard));

    private static readonly Option<bool> Percentiles = new("--percentiles")
    {
        Description = "The 50th, 95th and 99th percentile of CPU and memory, too; as far back as raw samples are kept.",
    };

    public static Command Create()
    {
        var command = new Command("totals", "Show the usage of an instance over a range of time as one.") { Instance, Percentiles };
        Times.AddTo(command);
        return QueryCommand.Create<UsageTotals, TotalsRow>(command, AskAsync, totals => [TotalsRow.Of(totals)], TotalsTable.Create, _ => null);
    }

    private static Task<UsageTotals> AskAsync(ParseResult parsed, MetricsClient client, CancellationToken cancellationToken)
    {
        var (from, to) = Times.Of(parsed, Standard);
        return client.GetTotalsAsync(parsed.GetValue(Instance), from, to, parsed.GetValue(Percentiles), cancellationToken);
    }
}
