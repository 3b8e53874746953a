namespace LaunchStack.Metrics.Models;

/// <summary>One instance's usage in one bucket, or one sample; without values where there was no sample and nothing to fill the gap with.</summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("launchstack.UsagePoint")]
public sealed record UsagePoint
{
    /// <summary>Start of the bucket, UTC; the sample's own time in a range of raw samples.</summary>
    [Id(0)]
    public required DateTimeOffset Bucket { get; init; }

    /// <summary>Number of samples; 0 in a gap.</summary>
    [Id(1)]
    public long SampleCount { get; init; }

    /// <summary>Arithmetic mean of the samples' CPU, in percent; 100 is one full core.</summary>
    [Id(2)]
    public double? AvgCpu { get; init; }

    /// <summary>Smallest CPU, in percent.</summary>
    [Id(3)]
    public double? MinCpu { get; init; }

    /// <summary>Largest CPU, in percent.</summary>
    [Id(4)]
    public double? MaxCpu { get; init; }

    /// <summary>Arithmetic mean of memory in use, in bytes.</summary>
    [Id(5)]
    public double? AvgMemory { get; init; }

    /// <summary>Smallest memory in use, in bytes.</summary>
    [Id(6)]
    public long? MinMemory { get; init; }

    /// <summary>Largest memory in use, in bytes.</summary>
    [Id(7)]
    public long? MaxMemory { get; init; }

    /// <summary>Largest memory limit, in bytes; 0 where there is no limit to tell.</summary>
    [Id(8)]
    public long? MaxMemoryLimit { get; init; }

    /// <summary>Bytes received, exactly; nothing in a gap, whose bytes are in the sample that ends it.</summary>
    [Id(9)]
    public decimal? TotalNetworkIn { get; init; }

    /// <summary>Bytes sent, exactly; nothing in a gap.</summary>
    [Id(10)]
    public decimal? TotalNetworkOut { get; init; }

    /// <summary>Whether the bucket is not over yet, so that more samples are to be expected.</summary>
    [Id(11)]
    public bool Open { get; init; }

    /// <summary>The point of a bucket that has samples.</summary>
    /// <param name="usage">Its aggregates.</param>
    public static UsagePoint Of(AggregatedUsage usage) => new()
    {
        Bucket = usage.Bucket,
        SampleCount = usage.SampleCount,
        AvgCpu = usage.AvgCpu,
        MinCpu = usage.MinCpu,
        MaxCpu = usage.MaxCpu,
        AvgMemory = usage.AvgMemory,
        MinMemory = usage.MinMemory,
        MaxMemory = usage.MaxMemory,
        MaxMemoryLimit = usage.MaxMemoryLimit,
        TotalNetworkIn = usage.TotalNetworkIn,
        TotalNetworkOut = usage.TotalNetworkOut,
        Open = usage.Open,
    };

    /// <summary>The point of one sample.</summary>
    /// <param name="sample">The sample.</param>
    public static UsagePoint Of(Sample sample) => new()
    {
        Bucket = sample.Timestamp,
        SampleCount = 1,
        AvgCpu = sample.CpuUsage,
        MinCpu = sample.CpuUsage,
        MaxCpu = sample.CpuUsage,
        AvgMemory = sample.MemoryUsage,
        MinMemory = sample.MemoryUsage,
        MaxMemory = sample.MemoryUsage,
        MaxMemoryLimit = sample.MemoryLimit,
        TotalNetworkIn = sample.NetworkIn,
        TotalNetworkOut = sample.NetworkOut,
    };
}
