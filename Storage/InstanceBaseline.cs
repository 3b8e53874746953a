using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage;

/// <summary>A baseline with its instance.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Baseline">The baseline.</param>
public readonly record struct InstanceBaseline(Guid InstanceId, CounterBaseline Baseline);
