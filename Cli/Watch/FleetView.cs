using System.Globalization;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LaunchStack.Metrics.Cli.Watch;

/// <summary>How the fleet is shown: a table where it can be redrawn, lines elsewhere.</summary>
internal static class FleetView
{
    private const int SparklineWidth = 30;
    private const int WideEnough = 140;

    public static IRenderable Draw(FleetFrame frame, WatchWindow window, int width)
    {
        // A narrow terminal has no room for everything: what has a name needs no id.
        var isWide = width >= WideEnough;
        var table = Tables.Create(
            isWide ? ["Instance", "Name", "CPU", ">Now (%)", ">Avg (%)", ">Memory avg", ">Share (%)", ">Network in", ">Network out"] : ["Instance", "CPU", ">Now (%)", ">Memory avg"]);
        foreach (var row in frame.Items)
        {
            var spark = Sparkline.Of(new UsageSeries(row.Points, window).Cpu, isWide ? SparklineWidth : SparklineWidth / 2);
            var memory = row.AvgMemory is { } bytes ? Rates.Bytes(bytes) : "";
            table.Add(
                isWide
                    ?
                    [
                        row.InstanceId.ToString(), row.Name, spark, Tables.Percent(row.CpuUsage), Tables.Percent(row.AvgCpu), memory,
                        Tables.Percent(row.MemoryShare), Rates.Format(row.NetworkInPerS), Rates.Format(row.NetworkOutPerS),
                    ]
                    : [row.Name.Length == 0 ? row.InstanceId.ToString() : row.Name, spark, Tables.Percent(row.CpuUsage), memory]);
        }

        return new Rows(new Text(Summary(frame, $" of the last {Parsers.FormatExactly(window.Length)}")), table);
    }

    public static IEnumerable<string> Lines(FleetFrame frame) =>
    [
        Summary(frame, ""),
        .. frame.Items.Select(row =>
            $"  {row.InstanceId}  CPU {Tables.Percent(row.CpuUsage)} % (avg {Tables.Percent(row.AvgCpu)} %), memory {(row.AvgMemory is { } bytes ? Rates.Bytes(bytes) : "")}, "
            + $"in {Rates.Format(row.NetworkInPerS)}, out {Rates.Format(row.NetworkOutPerS)}{(row.Name.Length == 0 ? "" : $"  {row.Name}")}"),
    ];

    private static string Summary(FleetFrame frame, string of)
    {
        var more = frame.Instances >= TopQuery.MaxLimit ? " or more" : "";
        var rate = frame.SamplesPerS is { } samples ? string.Create(CultureInfo.InvariantCulture, $", {samples:0.0} samples/s") : "";
        return $"{Rfc3339.Format(Seconds.Floor(frame.Time))}  {frame.Instances}{more} instances with samples{of}{rate}";
    }
}
