using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage;

/// <summary>An instance among those that use most.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Name">Its name; empty where it has none, or is not registered yet.</param>
/// <param name="Usage">Its sums; the bucket's start says nothing.</param>
public sealed record RankedInstance(Guid InstanceId, string Name, AggregatedUsage Usage);
