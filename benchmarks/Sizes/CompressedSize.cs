namespace LaunchStack.Metrics.Benchmarks.Sizes;

/// <summary>What compressed samples occupy, in bytes a sample.</summary>
/// <param name="Total">All of it.</param>
/// <param name="Parts">Each column, what lies beside them in every batch, and the rest.</param>
internal sealed record CompressedSize(double Total, IReadOnlyDictionary<string, double> Parts);
