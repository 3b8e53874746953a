namespace LaunchStack.Metrics.Benchmarks.Output;

/// <summary>What several rounds measured of one thing; the median counts.</summary>
internal static class Rounds
{
    public static double Median(this IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The same for a figure that may not be known; null where it is not.</summary>
    public static double? Median(this IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>()];
        return known.Length == 0 ? null : known.Median();
    }
}
