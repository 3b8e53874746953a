namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>One day (UTC), all instances together.</summary>
/// <param name="Day">The day.</param>
/// <param name="Instances">Instances that have rows on one side at least.</param>
/// <param name="UnequalInstances">Those of them that differ.</param>
/// <param name="Source">What the source holds, repaired.</param>
/// <param name="Target">What the target holds.</param>
/// <param name="OnlyInTarget">Rows of the target that the service wrote itself: no differences.</param>
/// <param name="Expired">Rows of the source that the target has dropped for their age, and whose hours say what they said: no differences.</param>
public sealed record VerifiedDay(
    DateOnly Day, long Instances, long UnequalInstances, UsageMeasures Source, UsageMeasures Target, long OnlyInTarget, long Expired);
