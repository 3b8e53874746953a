using LaunchStack.Metrics.Benchmarks.Workload;

namespace LaunchStack.Metrics.Benchmarks.Queries;

/// <summary>The result of <c>queries</c>.</summary>
/// <param name="Server">What was measured.</param>
/// <param name="Plan">With which samples.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="Queries">Each question.</param>
internal sealed record QueriesReport(string Server, WorkloadPlan Plan, int Rounds, IReadOnlyList<QueryResult> Queries);
