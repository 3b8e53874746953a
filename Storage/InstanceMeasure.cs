namespace LaunchStack.Metrics.Storage;

/// <summary>What one instance used of a measure in a slice of time.</summary>
/// <param name="Slice">Start of the slice.</param>
/// <param name="InstanceId">The instance.</param>
/// <param name="Count">How many samples it has there.</param>
/// <param name="Sum">The sum of what is measured: percent, bytes, or bytes in both directions.</param>
/// <param name="MaxMemoryLimit">The largest memory limit; 0 where the measure has no use for it.</param>
public readonly record struct InstanceMeasure(DateTimeOffset Slice, Guid InstanceId, long Count, double Sum, long MaxMemoryLimit);
