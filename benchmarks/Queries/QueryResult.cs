namespace LaunchStack.Metrics.Benchmarks.Queries;

/// <summary>What a question took: medians over the rounds, each the median over the instances.</summary>
/// <param name="Name">The question.</param>
/// <param name="Rows">Rows of an answer.</param>
/// <param name="OldMs">On the old plain table, milliseconds.</param>
/// <param name="NewMs">On the product's aggregates, milliseconds.</param>
/// <param name="Ratio">How many times faster.</param>
internal sealed record QueryResult(string Name, int Rows, double OldMs, double NewMs, double Ratio);
