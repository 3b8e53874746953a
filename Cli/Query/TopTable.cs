using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Models;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary>The instances that use most, with a bar of what they are ranked by.</summary>
internal static class TopTable
{
    private const int BarWidth = 20;

    public static Table Create(IReadOnlyList<RankedUsage> ranked, UsageMeasure by)
    {
        var table = Tables.Create(
            "Instance", "Name", $"By {Parsers.NameOf(by)}", ">CPU avg (%)", ">CPU max (%)", ">Memory avg", ">Share (%)", ">Network in", ">Network out", ">Samples");

        // A share has a whole of its own; everything else is measured against the first.
        var most = by == UsageMeasure.MemoryShare ? 100 : ranked.Select(instance => MeasureOption.Of(by, instance.Totals)).DefaultIfEmpty().Max();
        foreach (var (instanceId, name, totals) in ranked)
        {
            table.Add(
                instanceId.ToString(),
                name,
                Bar.Of(MeasureOption.Of(by, totals), most, BarWidth),
                Tables.Percent(totals.AvgCpu),
                Tables.Percent(totals.MaxCpu),
                Tables.Bytes((decimal?)totals.AvgMemory),
                Tables.Percent(totals.MemoryShare),
                Tables.Bytes(totals.TotalNetworkIn),
                Tables.Bytes(totals.TotalNetworkOut),
                Tables.Number(totals.SampleCount));
        }

        return table;
    }
}
