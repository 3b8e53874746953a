using System.Diagnostics.Metrics;

namespace LaunchStack.Metrics.Grains.Telemetry;

/// <summary>The buckets of latencies: from half a millisecond, which a query out of memory takes, to what a transaction may take.</summary>
internal static class Latencies
{
    public static readonly InstrumentAdvice<double> Advice = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30],
    };
}
