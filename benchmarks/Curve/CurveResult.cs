using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Curve;

/// <summary>What was measured at a point: medians over the rounds.</summary>
/// <param name="Point">Where.</param>
/// <param name="RowsPerS">Durable rows per second.</param>
/// <param name="Ratio">Of those at the curve's start: the median of the rounds' ratios.</param>
/// <param name="CpuPerMillion">Seconds of CPU that a million samples take.</param>
internal sealed record CurveResult(CurvePoint Point, double RowsPerS, double Ratio, CpuTimes CpuPerMillion)
{
    public static CurveResult Of(CurvePoint point, IReadOnlyList<Stretch> rounds, IReadOnlyList<Stretch> start) => new(
        point,
        rounds.Select(round => round.PerSecond).Median(),
        rounds.Zip(start, (round, first) => round.PerSecond / first.PerSecond).Median(),
        CpuTimes.Median([.. rounds.Select(round => round.CpuPerMillion)]));
}
