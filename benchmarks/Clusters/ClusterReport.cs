using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Clusters;

/// <summary>The result of <c>cluster</c>.</summary>
/// <param name="Server">What was measured.</param>
/// <param name="Shape">What was sent, over all silos' gateways.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="Clusters">Each number of silos.</param>
internal sealed record ClusterReport(string Server, LoadShape Shape, int Rounds, IReadOnlyList<ClusterResult> Clusters);
