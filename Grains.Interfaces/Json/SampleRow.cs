using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Json;

/// <summary>A sample as JSON shows it: one flat object with the column names of <c>resource_usage</c>.</summary>
/// <param name="Id">The row's id.</param>
/// <param name="InstanceId">The instance.</param>
/// <param name="Timestamp">When it was measured.</param>
/// <param name="CpuUsage">CPU in percent; 100 is one full core.</param>
/// <param name="MemoryUsage">Memory in use, in bytes.</param>
/// <param name="MemoryLimit">Memory the instance may use, in bytes; 0 where there is no limit to tell.</param>
/// <param name="NetworkIn">Bytes received since the previous sample.</param>
/// <param name="NetworkOut">Bytes sent since the previous sample.</param>
public sealed record SampleRow(
    Guid Id,
    Guid InstanceId,
    DateTimeOffset Timestamp,
    double CpuUsage,
    long MemoryUsage,
    long MemoryLimit,
    long NetworkIn,
    long NetworkOut)
{
    /// <summary>The row of a sample that a query returned.</summary>
    /// <param name="stored">The sample.</param>
    public static SampleRow From(InstanceSample stored) => new(
        stored.Id,
        stored.InstanceId,
        stored.Sample.Timestamp,
        stored.Sample.CpuUsage,
        stored.Sample.MemoryUsage,
        stored.Sample.MemoryLimit,
        stored.Sample.NetworkIn,
        stored.Sample.NetworkOut);
}
