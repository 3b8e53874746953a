using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage;

/// <summary>A sample to be committed.</summary>
/// <param name="InstanceId">Its instance.</param>
/// <param name="Pending">The sample, with its counters where it is a reading.</param>
public readonly record struct AppendSample(Guid InstanceId, PendingSample Pending);
