using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage;

/// <summary>A part of what an instance used.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Usage">Its sums; the bucket's start says nothing.</param>
public readonly record struct InstanceUsage(Guid InstanceId, AggregatedUsage Usage);
