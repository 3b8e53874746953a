namespace LaunchStack.Metrics.Models;

/// <summary>One instance's usage in one hour or one day, under the names of <c>resource_usage_hourly</c> and <c>resource_usage_daily</c>.</summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("launchstack.HourlyUsage")]
public sealed record AggregatedUsage
{
    /// <summary>Start of the hour or the day, UTC.</summary>
    [Id(0)]
    public required DateTimeOffset Bucket { get; init; }

    /// <summary>Arithmetic mean of the samples' CPU, in percent; 100 is one full core.</summary>
    [Id(1)]
    public required double AvgCpu { get; init; }

    /// <summary>Largest CPU, in percent.</summary>
    [Id(2)]
    public required double MaxCpu { get; init; }

    /// <summary>Arithmetic mean of memory in use, in bytes.</summary>
    [Id(3)]
    public required double AvgMemory { get; init; }

    /// <summary>Largest memory in use, in bytes.</summary>
    [Id(4)]
    public required long MaxMemory { get; init; }

    /// <summary>Bytes received in that time, exactly; a decimal because a sum of 64-bit numbers may exceed 64 bits.</summary>
    [Id(5)]
    public required decimal TotalNetworkIn { get; init; }

    /// <summary>Bytes sent in that time, exactly.</summary>
    [Id(6)]
    public required decimal TotalNetworkOut { get; init; }

    /// <summary>Number of samples.</summary>
    [Id(7)]
    public required long SampleCount { get; init; }

    /// <summary>Sum of the samples' CPU, in percent: with <see cref="SampleCount"/> it makes any longer mean exact.</summary>
    [Id(8)]
    public required double SumCpu { get; init; }

    /// <summary>Smallest CPU, in percent.</summary>
    [Id(9)]
    public required double MinCpu { get; init; }

    /// <summary>Sum of memory in use, in bytes, exactly.</summary>
    [Id(10)]
    public required decimal SumMemory { get; init; }

    /// <summary>Smallest memory in use, in bytes.</summary>
    [Id(11)]
    public required long MinMemory { get; init; }

    /// <summary>Largest memory limit, in bytes.</summary>
    [Id(12)]
    public required long MaxMemoryLimit { get; init; }

    /// <summary>Whether the hour or the day is not over yet, so that more samples are to be expected.</summary>
    [Id(13)]
    public bool Open { get; init; }
}
