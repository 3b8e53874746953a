using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary>Usage as people read it: a table, and how it went where there is more than one point.</summary>
internal static class UsageTable
{
    /// <param name="points">The points in the order of the table.</param>
    /// <param name="title">What the first column is.</param>
    public static IRenderable Create(IReadOnlyList<UsagePoint> points, string title)
    {
        var table = Tables.Create(
            $"{title} (UTC)", ">Samples", ">CPU avg (%)", ">CPU min (%)", ">CPU max (%)", ">Memory avg", ">Memory max", ">Network in", ">Network out", "Open");
        foreach (var point in points)
        {
            table.Add(
                Rfc3339.Format(point.Bucket),
                Tables.Number(point.SampleCount),
                Tables.Percent(point.AvgCpu),
                Tables.Percent(point.MinCpu),
                Tables.Percent(point.MaxCpu),
                Tables.Bytes((decimal?)point.AvgMemory),
                Tables.Bytes(point.MaxMemory),
                Tables.Bytes(point.TotalNetworkIn),
                Tables.Bytes(point.TotalNetworkOut),
                point.Open ? "yes" : "");
        }

        return points.Count < 2 ? table : new Rows(table, UsageChart.Create([.. points.OrderBy(point => point.Bucket)]));
    }
}
