namespace LaunchStack.Metrics.Models;

/// <summary>One instance's usage over a range of time, as one.</summary>
[GenerateSerializer, Immutable, Alias("launchstack.UsageTotals")]
public sealed record UsageTotals
{
    /// <summary>Samples of this moment or later are in it.</summary>
    [Id(0)]
    public required DateTimeOffset From { get; init; }

    /// <summary>Samples of this moment or later are not.</summary>
    [Id(1)]
    public required DateTimeOffset To { get; init; }

    /// <summary>Number of samples. Without any, everything that is not a sum is null.</summary>
    [Id(2)]
    public long SampleCount { get; init; }

    /// <summary>Arithmetic mean of the samples' CPU, in percent; 100 is one full core.</summary>
    [Id(3)]
    public double? AvgCpu { get; init; }

    /// <summary>Smallest CPU, in percent.</summary>
    [Id(4)]
    public double? MinCpu { get; init; }

    /// <summary>Largest CPU, in percent.</summary>
    [Id(5)]
    public double? MaxCpu { get; init; }

    /// <summary>Arithmetic mean of memory in use, in bytes.</summary>
    [Id(6)]
    public double? AvgMemory { get; init; }

    /// <summary>Smallest memory in use, in bytes.</summary>
    [Id(7)]
    public long? MinMemory { get; init; }

    /// <summary>Largest memory in use, in bytes.</summary>
    [Id(8)]
    public long? MaxMemory { get; init; }

    /// <summary>Largest memory limit, in bytes; 0 where there is none.</summary>
    [Id(9)]
    public long? MaxMemoryLimit { get; init; }

    /// <summary>100 × <see cref="AvgMemory"/> ÷ <see cref="MaxMemoryLimit"/>, in percent; null without a limit.</summary>
    [Id(10)]
    public double? MemoryShare { get; init; }

    /// <summary>Bytes received, exactly.</summary>
    [Id(11)]
    public decimal TotalNetworkIn { get; init; }

    /// <summary>Bytes sent, exactly.</summary>
    [Id(12)]
    public decimal TotalNetworkOut { get; init; }

    /// <summary>Percentiles of CPU, in percent, where they were asked for.</summary>
    [Id(13)]
    public Percentiles? Cpu { get; init; }

    /// <summary>Percentiles of memory in use, in bytes, where they were asked for.</summary>
    [Id(14)]
    public Percentiles? Memory { get; init; }
}
