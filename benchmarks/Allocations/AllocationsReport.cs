namespace LaunchStack.Metrics.Benchmarks.Allocations;

/// <summary>The result of <c>allocations</c>.</summary>
/// <param name="Steps">Each step of a sample's way.</param>
internal sealed record AllocationsReport(IReadOnlyList<AllocationResult> Steps);
