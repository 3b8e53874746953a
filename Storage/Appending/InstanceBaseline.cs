using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Appending;

/// <summary>A baseline with its instance.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Baseline">The baseline.</param>
internal readonly record struct InstanceBaseline(Guid InstanceId, CounterBaseline Baseline);
