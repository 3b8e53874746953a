using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>A point of the history that LaunchStack's front end draws.</summary>
internal sealed record HistoryPoint(
    DateTimeOffset Timestamp,
    double CpuUsage,
    long MemoryUsage,
    long MemoryLimit,
    double MemoryPercentage,
    decimal NetworkIn,
    decimal NetworkOut)
{
    /// <summary>The point of a bucket that has samples.</summary>
    public static HistoryPoint From(UsagePoint point)
    {
        var (memory, limit) = ((long)Math.Round(point.AvgMemory!.Value), point.MaxMemoryLimit!.Value);
        return new HistoryPoint(
            point.Bucket, point.AvgCpu!.Value, memory, limit, MemoryShare.Of(memory, limit), point.TotalNetworkIn!.Value, point.TotalNetworkOut!.Value);
    }
}
