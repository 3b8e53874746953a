using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LaunchStack.Metrics.Cli.Watch;

/// <summary>How an instance is shown: charts where they can be redrawn, a line elsewhere.</summary>
internal static class InstanceView
{
    private const int ChartHeight = 3;

    /// <summary>What stands beside the charts.</summary>
    private const int TextWidth = 36;

    private const int LeastChart = 10;

    public static IRenderable Draw(InstanceFrame frame, WatchWindow window, int width)
    {
        var series = new UsageSeries(frame.Points, window);
        var chartWidth = Math.Max(LeastChart, width - TextWidth);
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap());
        Add("CPU", $"{Percent(frame.CpuUsage)}", series.Cpu, series.MaxCpu, Color.Green, value => Percent(value));
        Add("Memory", MemoryOf(frame), series.Memory, series.MaxMemory, Color.Blue, Rates.Bytes);
        Add("Network in", Rates.Format(frame.NetworkInPerS), series.NetworkIn, frame.NetworkInPerS, Color.Yellow, value => Rates.Format(value));
        Add("Network out", Rates.Format(frame.NetworkOutPerS), series.NetworkOut, frame.NetworkOutPerS, Color.Fuchsia, value => Rates.Format(value));
        return new Rows(new Text(TitleOf(frame, window)), new Text(SampleOf(frame)), grid);

        // Samples and the newest rate are higher than the means that are drawn: a maximum below what stands beside it would look wrong.
        void Add(string name, string newest, double?[] values, double? highest, Color color, Func<double, string> format)
        {
            var top = values.Append(highest).Max();
            var chart = BlockChart.Of(values, chartWidth, ChartHeight, top ?? 0);
            grid.AddRow(new Text($"{name}\n{newest}"), new Text(chart, new Style(color)), new Text(top is { } most ? $"max {format(most)}" : ""));
        }
    }

    public static IEnumerable<string> Lines(InstanceFrame frame) => frame.Timestamp is null
        ? [$"{Rfc3339.Format(Seconds.Floor(frame.Time))}  no samples"]
        : [
            $"{Rfc3339.Format(Seconds.Floor(frame.Time))}  CPU {Percent(frame.CpuUsage)}, memory {MemoryOf(frame).Replace("\n", ", ", StringComparison.Ordinal)}, "
            + $"in {Rates.Format(frame.NetworkInPerS)}, out {Rates.Format(frame.NetworkOutPerS)}",
        ];

    private static string TitleOf(InstanceFrame frame, WatchWindow window) =>
        $"{frame.InstanceId}{(frame.Name.Length == 0 ? "" : $"  {frame.Name}")}  the last {Parsers.FormatExactly(window.Length)}";

    private static string SampleOf(InstanceFrame frame) =>
        frame.Timestamp is { } timestamp ? $"newest sample {Rfc3339.Format(timestamp)}, {Math.Max(0, (frame.Time - timestamp).TotalSeconds):0} s ago" : "no samples";

    private static string MemoryOf(InstanceFrame frame) =>
        Tables.Bytes(frame.MemoryUsage) + (frame.MemoryShare is null ? "" : $"\n{Percent(frame.MemoryShare)} of {Tables.Bytes(frame.MemoryLimit)}");

    private static string Percent(double? value) => value is null ? "" : $"{Tables.Percent(value)} %";
}
