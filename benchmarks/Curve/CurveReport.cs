using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Curve;

/// <summary>The result of <c>curve</c>.</summary>
/// <param name="Server">What was measured.</param>
/// <param name="Shape">What was sent, but for the number of instances.</param>
/// <param name="Days">Over how many days the rows that are there lie.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="ByInstances">More and more instances, an empty table.</param>
/// <param name="ByRows">A larger and larger table.</param>
internal sealed record CurveReport(
    string Server, LoadShape Shape, int Days, int Rounds, IReadOnlyList<CurveResult> ByInstances, IReadOnlyList<CurveResult> ByRows);
