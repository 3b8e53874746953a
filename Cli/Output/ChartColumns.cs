namespace LaunchStack.Metrics.Cli.Output;

/// <summary>The columns that a chart has room for.</summary>
internal static class ChartColumns
{
    /// <param name="values">The values, oldest first; null is a gap.</param>
    /// <param name="width">How many columns there may be; where there are more values, a column is the mean of some.</param>
    public static double?[] Of(IReadOnlyList<double?> values, int width)
    {
        var columns = Math.Min(values.Count, width);
        return [.. Enumerable.Range(0, columns).Select(column => Mean(values, column * values.Count / columns, (column + 1) * values.Count / columns))];
    }

    private static double? Mean(IReadOnlyList<double?> values, int first, int end) => Enumerable.Range(first, end - first).Average(index => values[index]);
}
