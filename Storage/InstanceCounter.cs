using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage;

/// <summary>Counters of an instance.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Key">Which ones.</param>
public readonly record struct InstanceCounter(Guid InstanceId, CounterKey Key);
