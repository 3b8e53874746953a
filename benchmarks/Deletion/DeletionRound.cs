namespace LaunchStack.Metrics.Benchmarks.Deletion;

/// <summary>What deleting one instance took.</summary>
/// <param name="DeleteMs">The deletion, milliseconds.</param>
/// <param name="RefreshMs">The next refresh of the aggregates, milliseconds.</param>
/// <param name="Growth">By how much the database grew, bytes.</param>
/// <param name="RowsLeft">Rows that are still there of the instance, hours and days included.</param>
/// <param name="DeadTuples">Dead tuples left for VACUUM.</param>
internal sealed record DeletionRound(double DeleteMs, double RefreshMs, double Growth, double RowsLeft, double DeadTuples)
{
    public double TotalMs => DeleteMs + RefreshMs;
}
