using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Accept;

/// <summary>What a run of pushes measured after its warm-up.</summary>
/// <param name="SamplesPerS">Accepted samples per second.</param>
/// <param name="PushesPerS">Answered pushes per second.</param>
/// <param name="P50Ms">Half of them were answered in this time, milliseconds.</param>
/// <param name="P99Ms">99 of 100 were answered in this time, milliseconds.</param>
/// <param name="CpuPerMillion">Seconds of CPU that a million samples take.</param>
internal sealed record PushFigures(double SamplesPerS, double PushesPerS, double P50Ms, double P99Ms, CpuTimes CpuPerMillion);
