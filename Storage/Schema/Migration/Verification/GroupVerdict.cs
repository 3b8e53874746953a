namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>What came of comparing the rows of a day and instance.</summary>
/// <param name="Differences">Rows that differ.</param>
/// <param name="OnlyInTarget">Rows that the service itself wrote to the target.</param>
internal readonly record struct GroupVerdict(long Differences, long OnlyInTarget);
