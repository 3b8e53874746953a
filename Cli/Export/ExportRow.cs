using System.Text.Json.Serialization;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Export;

/// <summary>A sample as it is exported: under the names that a push has, so without the id that follows from the rest.</summary>
/// <param name="InstanceId">The instance; null where all samples are of one.</param>
/// <param name="Timestamp">When it was measured.</param>
/// <param name="CpuUsage">CPU in percent; 100 is one full core.</param>
/// <param name="MemoryUsage">Memory in use, in bytes.</param>
/// <param name="MemoryLimit">Memory the instance may use, in bytes; 0 where there is no limit to tell.</param>
/// <param name="NetworkIn">Bytes received since the previous sample.</param>
/// <param name="NetworkOut">Bytes sent since the previous sample.</param>
internal sealed record ExportRow(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? InstanceId,
    DateTimeOffset Timestamp,
    double CpuUsage,
    long MemoryUsage,
    long MemoryLimit,
    long NetworkIn,
    long NetworkOut)
{
    public static ExportRow From(InstanceSample sample, bool withInstance) => new(
        withInstance ? sample.InstanceId : null,
        sample.Sample.Timestamp,
        sample.Sample.CpuUsage,
        sample.Sample.MemoryUsage,
        sample.Sample.MemoryLimit,
        sample.Sample.NetworkIn,
        sample.Sample.NetworkOut);
}
