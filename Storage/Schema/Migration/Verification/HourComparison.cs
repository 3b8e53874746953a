namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>The target's hourly aggregates against hours computed from rows.</summary>
/// <param name="Compared">Hours of instances that were compared.</param>
/// <param name="Differing">Those that differ.</param>
/// <param name="Named">The first of them, a line for each column that differs.</param>
public sealed record HourComparison(long Compared, long Differing, IReadOnlyList<HourDifference> Named);
