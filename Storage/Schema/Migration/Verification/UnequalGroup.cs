namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>A day (UTC) and instance of which the sides do not hold the same.</summary>
/// <param name="Day">The day.</param>
/// <param name="InstanceId">The instance.</param>
/// <param name="Source">What the source holds, repaired.</param>
/// <param name="Target">What the target holds, rows of the service's own included.</param>
public sealed record UnequalGroup(DateOnly Day, Guid InstanceId, UsageMeasures Source, UsageMeasures Target);
