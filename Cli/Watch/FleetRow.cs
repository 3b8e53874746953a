using System.Text.Json.Serialization;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Watch;

/// <summary>One of the busiest instances, as JSON shows it.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Name">Its name; empty where it has none.</param>
/// <param name="CpuUsage">Newest CPU, in percent of a core; null where the newest sample is gone.</param>
/// <param name="AvgCpu">Mean CPU of the window, in percent of a core.</param>
/// <param name="AvgMemory">Mean memory of the window, in bytes.</param>
/// <param name="MemoryShare">The same as a share of its limit, in percent; null without a limit.</param>
/// <param name="NetworkInPerS">Bytes received in a second, on average of the window.</param>
/// <param name="NetworkOutPerS">Bytes sent in a second.</param>
internal sealed record FleetRow(
    Guid InstanceId,
    string Name,
    double? CpuUsage,
    double? AvgCpu,
    double? AvgMemory,
    double? MemoryShare,
    double NetworkInPerS,
    double NetworkOutPerS)
{
    /// <summary>How it went.</summary>
    [JsonIgnore]
    public IReadOnlyList<UsagePoint> Points { get; init; } = [];
}
