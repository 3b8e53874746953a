using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>The aggregate of <c>resource_usage_hourly</c>, for hours that the tail touches.</summary>
internal static class HourlyAggregation
{
    public static IEnumerable<AggregatedUsage> Of(IEnumerable<InstanceSample> samples) => samples
        .Select(row => row.Sample)
        .GroupBy(sample => Timestamps.Hour(sample.Timestamp))
        .Select(hour => Of(hour.Key, [.. hour]));

    private static AggregatedUsage Of(DateTimeOffset bucket, IReadOnlyCollection<Sample> samples)
    {
        var sumCpu = samples.Sum(sample => sample.CpuUsage);
        var sumMemory = samples.Sum(sample => (decimal)sample.MemoryUsage);
        return new AggregatedUsage
        {
            Bucket = bucket,
            AvgCpu = sumCpu / samples.Count,
            MaxCpu = samples.Max(sample => sample.CpuUsage),
            AvgMemory = (double)(sumMemory / samples.Count),
            MaxMemory = samples.Max(sample => sample.MemoryUsage),
            TotalNetworkIn = samples.Sum(sample => (decimal)sample.NetworkIn),
            TotalNetworkOut = samples.Sum(sample => (decimal)sample.NetworkOut),
            SampleCount = samples.Count,
            SumCpu = sumCpu,
            MinCpu = samples.Min(sample => sample.CpuUsage),
            SumMemory = sumMemory,
            MinMemory = samples.Min(sample => sample.MemoryUsage),
            MaxMemoryLimit = samples.Max(sample => sample.MemoryLimit),
        };
    }
}
