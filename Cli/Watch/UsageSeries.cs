using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Watch;

/// <summary>Buckets as a chart shows them.</summary>
/// <param name="points">The buckets, oldest first, none left out.</param>
/// <param name="window">How wide they are.</param>
internal sealed class UsageSeries(IReadOnlyList<UsagePoint> points, WatchWindow window)
{
    /// <summary>CPU in percent of a core.</summary>
    public double?[] Cpu => Values(point => point.AvgCpu);

    /// <summary>Memory in use, in bytes.</summary>
    public double?[] Memory => Values(point => point.AvgMemory);

    /// <summary>The highest CPU of a sample.</summary>
    public double? MaxCpu => points.Max(point => point.MaxCpu);

    /// <summary>The most memory of a sample.</summary>
    public double? MaxMemory => points.Max(point => point.MaxMemory);

    /// <summary>Bytes received in a second.</summary>
    public double?[] NetworkIn => Rates(point => point.TotalNetworkIn);

    /// <summary>Bytes sent in a second.</summary>
    public double?[] NetworkOut => Rates(point => point.TotalNetworkOut);

    /// <summary>Between two samples the earlier one holds.</summary>
    private double?[] Values(Func<UsagePoint, double?> valueOf)
    {
        double?[] values = [.. points.Select(valueOf)];
        ForEachGap((before, after) => Array.Fill(values, values[before], before + 1, after - before - 1));
        return values;
    }

    /// <summary>
    /// A sample's bytes came since the sample before it: of the first one that is not known, and of a bucket under way, how much of it is.
    /// </summary>
    private double?[] Rates(Func<UsagePoint, decimal?> bytesOf)
    {
        var rates = new double?[points.Count];
        var last = -1;
        for (var i = 0; i < rates.Length; i++)
        {
            if (bytesOf(points[i]) is { } bytes)
            {
                rates[i] = last < 0 || points[i].Open ? null : (double)bytes / ((i - last) * window.Width.TotalSeconds);
                last = i;
            }
        }

        ForEachGap((before, after) => Array.Fill(rates, rates[after], before + 1, after - before - 1));
        return rates;
    }

    private void ForEachGap(Action<int, int> fill)
    {
        var last = -1;
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].SampleCount == 0)
            {
                continue;
            }

            if (last >= 0 && i - last - 1 is > 0 and var gap && gap <= window.MostBridged)
            {
                fill(last, i);
            }

            last = i;
        }
    }
}
