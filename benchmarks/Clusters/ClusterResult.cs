using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Clusters;

/// <summary>What was measured of clusters of a size: medians over the rounds.</summary>
/// <param name="Silos">How many silos.</param>
/// <param name="RowsPerS">Durable rows per second of all together.</param>
/// <param name="Ratio">Of those of the first size: the median of the rounds' ratios.</param>
/// <param name="CpuPerMillion">Seconds of CPU that a million samples take, of all silos, all clients and the server.</param>
/// <param name="CpuRatio">Their sum, of that of the first size; null where the server's is not known.</param>
/// <param name="MemoryPerSilo">Resident bytes of a silo.</param>
internal sealed record ClusterResult(int Silos, double RowsPerS, double Ratio, CpuTimes CpuPerMillion, double? CpuRatio, double? MemoryPerSilo)
{
    public static ClusterResult Of(int silos, IReadOnlyList<ClusterRound> rounds, IReadOnlyList<ClusterRound> first) => new(
        silos,
        rounds.Select(round => round.Stretch.PerSecond).Median(),
        rounds.Zip(first, (round, start) => round.Stretch.PerSecond / start.Stretch.PerSecond).Median(),
        CpuTimes.Median([.. rounds.Select(round => round.Stretch.CpuPerMillion)]),
        rounds.Zip(first, (round, start) => round.Stretch.CpuPerMillion.Total / start.Stretch.CpuPerMillion.Total).Median(),
        rounds.Select(round => round.MemoryPerSilo).Median());
}
