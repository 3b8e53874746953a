using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Json;

/// <summary>A point of a range as a row of its own, which says itself how wide it is; the names are those of the range's JSON.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Resolution">How fine the range is: <c>raw</c>, <c>minute</c>, <c>hour</c> or <c>day</c>.</param>
/// <param name="WidthSeconds">The width of a bucket in seconds; 0 for raw samples.</param>
/// <param name="Bucket">Start of the bucket, UTC; the sample's own time in a range of raw samples.</param>
/// <param name="SampleCount">Number of samples; 0 in a gap.</param>
/// <param name="AvgCpu">Mean CPU, in percent; 100 is one full core.</param>
/// <param name="MinCpu">Smallest CPU, in percent.</param>
/// <param name="MaxCpu">Largest CPU, in percent.</param>
/// <param name="AvgMemory">Mean memory in use, in bytes.</param>
/// <param name="MinMemory">Smallest memory in use, in bytes.</param>
/// <param name="MaxMemory">Largest memory in use, in bytes.</param>
/// <param name="MaxMemoryLimit">Largest memory limit, in bytes; 0 where there is none.</param>
/// <param name="TotalNetworkIn">Bytes received; nothing in a gap.</param>
/// <param name="TotalNetworkOut">Bytes sent; nothing in a gap.</param>
/// <param name="Open">Whether the bucket is not over yet.</param>
public sealed record RangeRow(
    Guid InstanceId,
    string Resolution,
    long WidthSeconds,
    DateTimeOffset Bucket,
    long SampleCount,
    double? AvgCpu,
    double? MinCpu,
    double? MaxCpu,
    double? AvgMemory,
    long? MinMemory,
    long? MaxMemory,
    long? MaxMemoryLimit,
    decimal? TotalNetworkIn,
    decimal? TotalNetworkOut,
    bool Open)
{
    /// <summary>The points of an instance's range.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="range">Its range; null: it has none.</param>
    public static IEnumerable<RangeRow> Of(Guid instanceId, RangeBody? range) => range?.Items.Select(point => From(instanceId, range, point)) ?? [];

    private static RangeRow From(Guid instanceId, RangeBody range, UsagePoint point) => new(
        instanceId,
        range.Resolution,
        range.WidthSeconds,
        point.Bucket,
        point.SampleCount,
        point.AvgCpu,
        point.MinCpu,
        point.MaxCpu,
        point.AvgMemory,
        point.MinMemory,
        point.MaxMemory,
        point.MaxMemoryLimit,
        point.TotalNetworkIn,
        point.TotalNetworkOut,
        point.Open);
}
