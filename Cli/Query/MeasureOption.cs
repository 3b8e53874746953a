using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary><c>--by</c>: what instances are ranked by.</summary>
internal static class MeasureOption
{
    private static readonly string Names = string.Join('|', Enum.GetValues<UsageMeasure>().Select(Parsers.NameOf));

    public static Option<UsageMeasure?> Create() => new("--by")
    {
        Description = "Most of what: the mean of CPU, of memory, of memory as a share of its limit, or bytes received and sent. Default: cpu.",
        HelpName = Names,
        CustomParser = Parsers.OneOf<UsageMeasure>,
    };

    /// <summary>What an instance is ranked by.</summary>
    public static double Of(UsageMeasure measure, UsageTotals totals) => measure switch
    {
        UsageMeasure.Memory => totals.AvgMemory ?? 0,
        UsageMeasure.MemoryShare => totals.MemoryShare ?? 0,
        UsageMeasure.Network => (double)(totals.TotalNetworkIn + totals.TotalNetworkOut),
        _ => totals.AvgCpu ?? 0,
    };
}
