using System.Text.Json.Serialization;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Watch;

/// <summary>One look at an instance, as JSON shows it; null where there is no sample, or nothing to tell.</summary>
/// <param name="Time">When it was looked at.</param>
/// <param name="InstanceId">The instance.</param>
/// <param name="Name">Its name; empty where it has none.</param>
/// <param name="Timestamp">When its newest sample was measured.</param>
/// <param name="CpuUsage">Newest CPU, in percent of a core.</param>
/// <param name="MemoryUsage">Newest memory in use, in bytes.</param>
/// <param name="MemoryLimit">Newest memory limit, in bytes.</param>
/// <param name="MemoryShare">Memory in use as a share of its limit, in percent.</param>
/// <param name="NetworkInPerS">Bytes received in a second, out of the newest two samples.</param>
/// <param name="NetworkOutPerS">Bytes sent in a second.</param>
internal sealed record InstanceFrame(
    DateTimeOffset Time,
    Guid InstanceId,
    string Name,
    DateTimeOffset? Timestamp,
    double? CpuUsage,
    long? MemoryUsage,
    long? MemoryLimit,
    double? MemoryShare,
    double? NetworkInPerS,
    double? NetworkOutPerS)
{
    /// <summary>How it went.</summary>
    [JsonIgnore]
    public IReadOnlyList<UsagePoint> Points { get; init; } = [];
}
