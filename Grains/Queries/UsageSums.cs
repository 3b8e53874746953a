using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>Parts of an instance's usage put together.</summary>
internal static class UsageSums
{
    /// <summary>The total of parts that have no sample in common.</summary>
    public static UsageTotals Total(DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<AggregatedUsage> parts)
    {
        if (parts.Count == 0)
        {
            return new UsageTotals { From = from, To = to };
        }

        var sum = parts.Count == 1 ? parts.First() : UsageAggregation.Of(from, parts);
        return new UsageTotals
        {
            From = from,
            To = to,
            SampleCount = sum.SampleCount,
            AvgCpu = sum.AvgCpu,
            MinCpu = sum.MinCpu,
            MaxCpu = sum.MaxCpu,
            AvgMemory = sum.AvgMemory,
            MinMemory = sum.MinMemory,
            MaxMemory = sum.MaxMemory,
            MaxMemoryLimit = sum.MaxMemoryLimit,
            MemoryShare = ShareOf(sum),
            TotalNetworkIn = sum.TotalNetworkIn,
            TotalNetworkOut = sum.TotalNetworkOut,
        };
    }

    /// <summary>What an instance is ranked by; null where that says nothing.</summary>
    public static double? Measure(AggregatedUsage usage, UsageMeasure measure) => measure switch
    {
        UsageMeasure.Cpu => usage.AvgCpu,
        UsageMeasure.Memory => usage.AvgMemory,
        UsageMeasure.MemoryShare => ShareOf(usage),
        UsageMeasure.Network => (double)(usage.TotalNetworkIn + usage.TotalNetworkOut),
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "not a measure"),
    };

    private static double? ShareOf(AggregatedUsage usage) => usage.MaxMemoryLimit == 0 ? null : 100 * usage.AvgMemory / usage.MaxMemoryLimit;
}
