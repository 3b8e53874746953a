using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>What one container, service or slice used at one moment; its network numbers are cumulative counters.</summary>
/// <param name="InstanceId">The instance it is.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Source">Whose network counters these are.</param>
/// <param name="StartedAt">When those counters started at zero; null where only <paramref name="Source"/> can tell.</param>
/// <param name="Sample">The numbers.</param>
internal sealed record ContainerReading(Guid InstanceId, string Name, string Source, DateTimeOffset? StartedAt, Sample Sample);
