namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>Rows that differ, each counted once.</summary>
/// <param name="Missing">Rows of the source that the target lacks.</param>
/// <param name="Differing">Rows with another value in the target.</param>
/// <param name="Unexpected">Rows of the target that must not be there.</param>
/// <param name="OnlyInTarget">Rows that the service itself wrote to the target: no differences.</param>
/// <param name="Named">The first of them, a line for each column that differs.</param>
public sealed record RowComparison(long Missing, long Differing, long Unexpected, long OnlyInTarget, IReadOnlyList<RowDifference> Named)
{
    /// <summary>How many rows differ.</summary>
    public long Total => Missing + Differing + Unexpected;
}
