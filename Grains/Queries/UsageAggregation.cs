using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>The aggregates of <c>resource_usage_hourly</c> and <c>resource_usage_daily</c>, for hours and days that the tail touches.</summary>
internal static class UsageAggregation
{
    public static IEnumerable<AggregatedUsage> Hours(IEnumerable<InstanceSample> samples) => Buckets(samples, Timestamps.Hour);

    /// <summary>Buckets of any kind.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="start">The start of the bucket that a moment lies in.</param>
    public static IEnumerable<AggregatedUsage> Buckets(IEnumerable<InstanceSample> samples, Func<DateTimeOffset, DateTimeOffset> start) => samples
        .Select(row => row.Sample)
        .GroupBy(sample => start(sample.Timestamp))
        .Select(bucket => Of(bucket.Key, [.. bucket]));

    /// <summary>Days out of whole hours, by the hours' sums and counts: a mean of means would be wrong.</summary>
    public static IEnumerable<AggregatedUsage> Days(IEnumerable<AggregatedUsage> hours) => Days(hours, Timestamps.Day);

    /// <summary>Days of any kind, out of buckets that lie within one.</summary>
    /// <param name="buckets">The buckets.</param>
    /// <param name="start">The start of the day that a moment lies in.</param>
    public static IEnumerable<AggregatedUsage> Days(IEnumerable<AggregatedUsage> buckets, Func<DateTimeOffset, DateTimeOffset> start) => buckets
        .GroupBy(bucket => start(bucket.Bucket))
        .Select(day => Of(day.Key, [.. day]));

    /// <summary>One bucket out of parts of it that have no sample in common.</summary>
    public static AggregatedUsage Of(DateTimeOffset bucket, IReadOnlyCollection<AggregatedUsage> hours)
    {
        var count = hours.Sum(hour => hour.SampleCount);
        var sumCpu = Finite(hours.Sum(hour => hour.SumCpu));
        var sumMemory = hours.Sum(hour => hour.SumMemory);
        return new AggregatedUsage
        {
            Bucket = bucket,
            AvgCpu = sumCpu / count,
            MaxCpu = hours.Max(hour => hour.MaxCpu),
            AvgMemory = (double)(sumMemory / count),
            MaxMemory = hours.Max(hour => hour.MaxMemory),
            TotalNetworkIn = hours.Sum(hour => hour.TotalNetworkIn),
            TotalNetworkOut = hours.Sum(hour => hour.TotalNetworkOut),
            SampleCount = count,
            SumCpu = sumCpu,
            MinCpu = hours.Min(hour => hour.MinCpu),
            SumMemory = sumMemory,
            MinMemory = hours.Min(hour => hour.MinMemory),
            MaxMemoryLimit = hours.Max(hour => hour.MaxMemoryLimit),
        };
    }

    /// <summary>One bucket out of samples.</summary>
    public static AggregatedUsage Of(DateTimeOffset bucket, IReadOnlyCollection<Sample> samples)
    {
        var sumCpu = Finite(samples.Sum(sample => sample.CpuUsage));
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

    // Only others write such rows; the database refuses the same sum.
    private static double Finite(double sum) =>
        double.IsFinite(sum) ? sum : throw new QueryFailedException("the sum of cpu_usage is larger than a number can be");
}
