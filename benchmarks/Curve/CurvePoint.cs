namespace LaunchStack.Metrics.Benchmarks.Curve;

/// <summary>Where throughput is measured.</summary>
/// <param name="Instances">How many instances push.</param>
/// <param name="Rows">How many rows are there before.</param>
internal sealed record CurvePoint(int Instances, int Rows);
