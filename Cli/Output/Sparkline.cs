namespace LaunchStack.Metrics.Cli.Output;

/// <summary>A line of block characters, as high as the values are between their least and their largest.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <param name="values">The values, oldest first; null is a gap.</param>
    /// <param name="width">How many characters there may be; where there are more values, a character is the mean of some.</param>
    public static string Of(IReadOnlyList<double?> values, int width)
    {
        var means = ChartColumns.Of(values, width);
        var (least, most) = (means.Min() ?? 0, means.Max() ?? 0);
        return string.Concat(means.Select(mean => mean is { } value ? Blocks[Height(value, least, most)] : ' '));
    }

    private static int Height(double value, double least, double most) =>
        most > least ? (int)Math.Min(Blocks.Length - 1, (value - least) / (most - least) * Blocks.Length) : 0;
}
