using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Ingest;

/// <summary>What a way in can do: medians over the rounds.</summary>
/// <param name="Way">Which one.</param>
/// <param name="RowsPerS">Durable rows per second, the warm-up left out.</param>
/// <param name="Ratio">How many times as many the product's are: the median of the rounds' ratios.</param>
/// <param name="CpuPerMillion">Seconds of CPU that a million samples take.</param>
/// <param name="CpuRatio">How many times as much CPU the product takes for a sample: the same.</param>
internal sealed record IngestResult(string Way, double RowsPerS, double Ratio, CpuTimes CpuPerMillion, double? CpuRatio)
{
    public static IngestResult Of(string way, IReadOnlyList<Stretch> rounds, IReadOnlyList<Stretch> product) => new(
        way,
        rounds.Select(round => round.PerSecond).Median(),
        rounds.Zip(product, (round, own) => own.PerSecond / round.PerSecond).Median(),
        CpuTimes.Median([.. rounds.Select(round => round.CpuPerMillion)]),
        rounds.Zip(product, (round, own) => own.CpuPerMillion.Total / round.CpuPerMillion.Total).Median());
}
