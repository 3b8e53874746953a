using LaunchStack.Metrics.Benchmarks.Workload;

namespace LaunchStack.Metrics.Benchmarks.Deletion;

/// <summary>The result of <c>delete-instance</c>.</summary>
/// <param name="Server">What was measured.</param>
/// <param name="Plan">With which samples.</param>
/// <param name="Rounds">How many instances each way deleted.</param>
/// <param name="Ways">The product, and what it is compared with.</param>
internal sealed record DeletionReport(string Server, WorkloadPlan Plan, int Rounds, IReadOnlyList<DeletionResult> Ways);
