namespace LaunchStack.Metrics.Models;

/// <summary>What one instance used at one moment: one row of <c>resource_usage</c>.</summary>
/// <param name="Timestamp">When it was measured. Stored in UTC, floored to microseconds.</param>
/// <param name="CpuUsage">CPU in percent; 100 is one full core, so it may exceed 100.</param>
/// <param name="MemoryUsage">Memory in use, in bytes.</param>
/// <param name="MemoryLimit">Memory the instance may use, in bytes; 0 where there is no limit to tell.</param>
/// <param name="NetworkIn">Bytes received since the previous sample; in a cumulative push, the counter itself.</param>
/// <param name="NetworkOut">Bytes sent since the previous sample; in a cumulative push, the counter itself.</param>
[GenerateSerializer, Immutable, Alias("launchstack.Sample")]
public readonly record struct Sample(
    [property: Id(0)] DateTimeOffset Timestamp,
    [property: Id(1)] double CpuUsage,
    [property: Id(2)] long MemoryUsage,
    [property: Id(3)] long MemoryLimit,
    [property: Id(4)] long NetworkIn,
    [property: Id(5)] long NetworkOut);
