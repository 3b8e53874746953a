namespace LaunchStack.Metrics.Cli.Output;

/// <summary>A chart of several lines of block characters, from zero to a top, so that heights can be compared.</summary>
internal static class BlockChart
{
    private const string Blocks = " ▁▂▃▄▅▆▇█";
    private const int Steps = 8;

    /// <param name="values">The values, oldest first; null is a gap, which looks like nothing, while zero has a line.</param>
    /// <param name="width">How many characters a line may have.</param>
    /// <param name="height">How many lines there are.</param>
    /// <param name="top">The value that is as high as the chart.</param>
    public static string Of(IReadOnlyList<double?> values, int width, int height, double top)
    {
        var levels = ChartColumns.Of(values, width).Select(column => column is { } value ? Level(value, top, height * Steps) : 0).ToArray();
        return string.Join('\n', Enumerable.Range(0, height).Select(line => LineOf(levels, (height - 1 - line) * Steps)));
    }

    private static string LineOf(int[] levels, int below) => string.Concat(levels.Select(level => Blocks[Math.Clamp(level - below, 0, Steps)]));

    private static int Level(double value, double top, int steps) => top > 0 ? Math.Clamp((int)Math.Ceiling(value / top * steps), 1, steps) : 1;
}
