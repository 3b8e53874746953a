namespace LaunchStack.Metrics.Storage.Appending;

/// <summary>Samples of one instance that came one after the other.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="First">The index of the first one.</param>
/// <param name="Length">How many.</param>
internal readonly record struct AppendRun(Guid InstanceId, int First, int Length);
