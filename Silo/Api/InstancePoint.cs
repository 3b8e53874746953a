using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>A point of one of several ranges as a row of its own; the names are those of the ranges' JSON.</summary>
internal sealed record InstancePoint(
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
    /// <summary>The points of an instance; none of one that is not known.</summary>
    public static IEnumerable<InstancePoint> Of(InstanceRangeBody instance) =>
        instance.Range is { } range ? range.Items.Select(point => From(instance.InstanceId, range.Resolution, range.WidthSeconds, point)) : [];

    private static InstancePoint From(Guid instanceId, string resolution, long widthSeconds, UsagePoint point) => new(
        instanceId,
        resolution,
        widthSeconds,
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
