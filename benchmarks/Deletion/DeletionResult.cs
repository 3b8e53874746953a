using LaunchStack.Metrics.Benchmarks.Output;

namespace LaunchStack.Metrics.Benchmarks.Deletion;

/// <summary>What a way to delete took: medians over the rounds.</summary>
/// <param name="Way">Which one.</param>
/// <param name="DeleteMs">The deletion, milliseconds.</param>
/// <param name="RefreshMs">The next refresh, milliseconds.</param>
/// <param name="TotalMs">Both.</param>
/// <param name="Growth">By how much the database grew, bytes.</param>
/// <param name="RowsLeft">Rows that are still there.</param>
/// <param name="DeadTuples">Dead tuples that each deletion left for VACUUM.</param>
/// <param name="DeleteRatio">How many times faster the product deletes: the median of the rounds' ratios.</param>
/// <param name="TotalRatio">The same with the next refresh.</param>
internal sealed record DeletionResult(
    string Way, double DeleteMs, double RefreshMs, double TotalMs, double Growth, double RowsLeft, double DeadTuples, double DeleteRatio, double TotalRatio)
{
    public static DeletionResult Of(string way, IReadOnlyList<DeletionRound> rounds, IReadOnlyList<DeletionRound> product) => new(
        way,
        rounds.Select(round => round.DeleteMs).Median(),
        rounds.Select(round => round.RefreshMs).Median(),
        rounds.Select(round => round.TotalMs).Median(),
        rounds.Select(round => round.Growth).Median(),
        rounds.Select(round => round.RowsLeft).Median(),
        rounds.Select(round => round.DeadTuples).Median(),
        rounds.Zip(product, (way, own) => way.DeleteMs / own.DeleteMs).Median(),
        rounds.Zip(product, (way, own) => way.TotalMs / own.TotalMs).Median());
}
