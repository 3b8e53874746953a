using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Formatting;
using LaunchStack.Metrics.Models;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary>How CPU, memory and network went: a line each, with the least and the largest value.</summary>
internal static class UsageChart
{
    private const int Width = 80;

    /// <param name="points">The points, oldest first.</param>
    public static Grid Create(IReadOnlyList<UsagePoint> points)
    {
        var grid = new Grid().AddColumns(4);
        Add("CPU (%)", point => point.AvgCpu, Tables.Percent);
        Add("Memory", point => point.AvgMemory, Bytes);
        Add("Network in", point => (double?)point.TotalNetworkIn, Bytes);
        Add("Network out", point => (double?)point.TotalNetworkOut, Bytes);
        return grid;

        void Add(string name, Func<UsagePoint, double?> valueOf, Func<double, string> format)
        {
            double?[] values = [.. points.Select(valueOf)];
            if (values.Any(value => value is not null))
            {
                grid.AddRow(new Text(name), new Text(Sparkline.Of(values, Width)), new Text($"min {format(values.Min()!.Value)}"), new Text($"max {format(values.Max()!.Value)}"));
            }
        }
    }

    private static string Bytes(double bytes) => HumanBytes.Format((decimal)bytes);
}
