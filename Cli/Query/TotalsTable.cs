using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary>Usage over a range as people read it.</summary>
internal static class TotalsTable
{
    public static IRenderable Create(UsageTotals totals)
    {
        var withPercentiles = totals.Cpu is not null || totals.Memory is not null;
        var table = Tables.Create(["Usage", ">Mean", ">Least", ">Most", .. withPercentiles ? [">P50", ">P95", ">P99"] : Array.Empty<string>()]);
        table.Add([
            "CPU (% of a core)",
            Tables.Percent(totals.AvgCpu),
            Tables.Percent(totals.MinCpu),
            Tables.Percent(totals.MaxCpu),
            .. PercentilesOf(totals.Cpu, withPercentiles, Tables.Percent),
        ]);
        table.Add([
            "Memory",
            Tables.Bytes((decimal?)totals.AvgMemory),
            Tables.Bytes(totals.MinMemory),
            Tables.Bytes(totals.MaxMemory),
            .. PercentilesOf(totals.Memory, withPercentiles, value => Tables.Bytes((decimal)value)),
        ]);
        return new Rows(
            new Text($"{totals.SampleCount} samples from {Rfc3339.Format(totals.From)} to {Rfc3339.Format(totals.To)}"),
            table,
            new Text($"Memory limit: {LimitOf(totals)}"),
            new Text($"Network: {Tables.Bytes(totals.TotalNetworkIn)} in, {Tables.Bytes(totals.TotalNetworkOut)} out"));
    }

    private static string LimitOf(UsageTotals totals) => totals.MemoryShare is { } share
        ? $"{Tables.Bytes(totals.MaxMemoryLimit)}, of which {Tables.Percent(share)} % on average"
        : "none";

    private static IEnumerable<string> PercentilesOf(Percentiles? percentiles, bool wanted, Func<double, string> format) => (percentiles, wanted) switch
    {
        ({ } found, true) => [format(found.P50), format(found.P95), format(found.P99)],
        (null, true) => ["", "", ""],
        _ => [],
    };
}
