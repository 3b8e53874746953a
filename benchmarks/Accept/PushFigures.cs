using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Accept;

/// <summary>What a run of pushes measured after its warm-up.</summary>
/// <param name="SamplesPerS">Accepted samples per second.</param>
/// <param name="PushesPerS">Answered pushes per second.</param>
/// <param name="P50Ms">Half of them were answered in this time, milliseconds.</param>
/// <param name="P99Ms">99 of 100 were answered in this time, milliseconds.</param>
/// <param name="CpuPerMillion">Seconds of CPU that a million samples take.</param>
internal sealed record PushFigures(double SamplesPerS, double PushesPerS, double P50Ms, double P99Ms, CpuTimes CpuPerMillion)
{
    /// <summary>The mean of two runs.</summary>
    public static PushFigures Mean(PushFigures one, PushFigures other) => new(
        (one.SamplesPerS + other.SamplesPerS) / 2,
        (one.PushesPerS + other.PushesPerS) / 2,
        (one.P50Ms + other.P50Ms) / 2,
        (one.P99Ms + other.P99Ms) / 2,
        CpuTimes.Median([one.CpuPerMillion, other.CpuPerMillion]));
}
