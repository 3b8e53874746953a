using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>A reading as JSON; where <c>network</c> is cumulative its numbers are counters, and <c>source</c> and <c>started_at</c> say whose.</summary>
internal sealed record ReadingRow(
    Guid InstanceId,
    string Name,
    string Source,
    DateTimeOffset? StartedAt,
    DateTimeOffset Timestamp,
    double CpuUsage,
    long MemoryUsage,
    long MemoryLimit,
    long NetworkIn,
    long NetworkOut,
    string Network)
{
    public static ReadingRow From(ContainerReading reading) => new(
        reading.InstanceId,
        reading.Name,
        reading.Source,
        reading.StartedAt,
        reading.Sample.Timestamp,
        reading.Sample.CpuUsage,
        reading.Sample.MemoryUsage,
        reading.Sample.MemoryLimit,
        reading.Sample.NetworkIn,
        reading.Sample.NetworkOut,
        reading.Network == NetworkMode.Delta ? "delta" : "cumulative");
}
