using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>What one container, service, slice or program used at one moment.</summary>
/// <param name="InstanceId">The instance it is.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Source">Whose network counters these are.</param>
/// <param name="StartedAt">When those counters started at zero; null where only <paramref name="Source"/> can tell.</param>
/// <param name="Sample">The numbers.</param>
/// <param name="Network">What its network numbers are; with <see cref="NetworkMode.Delta"/> there are no counters, and no source.</param>
internal sealed record ContainerReading(
    Guid InstanceId, string Name, string Source, DateTimeOffset? StartedAt, Sample Sample, NetworkMode Network = NetworkMode.Cumulative);
