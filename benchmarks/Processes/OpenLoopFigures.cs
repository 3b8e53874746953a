namespace LaunchStack.Metrics.Benchmarks.Processes;

/// <summary>What paced requests took.</summary>
/// <param name="Requests">How many were due.</param>
/// <param name="Failures">How many of them were refused or failed; these have no latency.</param>
/// <param name="P50Ms">Half of the others were answered in this time after they were due, milliseconds.</param>
/// <param name="P99Ms">99 of 100 of them.</param>
/// <param name="MaxMs">All of them.</param>
internal sealed record OpenLoopFigures(long Requests, long Failures, double P50Ms, double P99Ms, double MaxMs);
