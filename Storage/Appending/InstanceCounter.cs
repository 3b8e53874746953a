using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Appending;

/// <summary>Some counters of some instance: the key of a baseline.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Key">Its counters.</param>
internal readonly record struct InstanceCounter(Guid InstanceId, CounterKey Key);
