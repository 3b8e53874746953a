namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>A difference of one row.</summary>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="InstanceId">The row's instance.</param>
/// <param name="Timestamp">The row's time.</param>
/// <param name="Column">The column whose values differ; null where it is about the whole row.</param>
/// <param name="SourceValue">The source's value, repaired, exactly; of a whole row, what makes it wrong.</param>
/// <param name="TargetValue">The target's value, exactly.</param>
public sealed record RowDifference(
    RowDifferenceKind Kind, Guid InstanceId, DateTimeOffset Timestamp, string? Column, string? SourceValue, string? TargetValue);
