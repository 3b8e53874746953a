using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Accept;

/// <summary>What a route can do: medians over the rounds.</summary>
/// <param name="Route">Which one.</param>
/// <param name="EmptyPerS">Samples per second of the empty method.</param>
/// <param name="ProductPerS">Accepted samples per second of the product.</param>
/// <param name="Ratio">The product's of the empty method's: the median of the rounds' ratios.</param>
/// <param name="CpuRatio">The empty method's CPU for a sample of the product's, silo and client together: the same.</param>
/// <param name="HalfPerS">The rate at which latencies were measured, samples per second.</param>
/// <param name="P50Ms">Half of the product's pushes were answered in this time, milliseconds.</param>
/// <param name="P99Ms">99 of 100 of them.</param>
/// <param name="EmptyP99Ms">The same of the empty method.</param>
/// <param name="EmptyCpu">Seconds of CPU that a million samples take with the empty method.</param>
/// <param name="ProductCpu">The same with the product.</param>
internal sealed record AcceptResult(
    string Route, double EmptyPerS, double ProductPerS, double Ratio, double? CpuRatio, double HalfPerS, double P50Ms, double P99Ms, double EmptyP99Ms, CpuTimes EmptyCpu, CpuTimes ProductCpu)
{
    public static AcceptResult Of(string route, IReadOnlyList<AcceptRound> rounds) => new(
        route,
        rounds.Select(round => round.Empty.SamplesPerS).Median(),
        rounds.Select(round => round.Product.SamplesPerS).Median(),
        rounds.Select(round => round.Product.SamplesPerS / round.Empty.SamplesPerS).Median(),
        rounds.Select(round => (round.Empty.CpuPerMillion.Silo + round.Empty.CpuPerMillion.Clients) / (round.Product.CpuPerMillion.Silo + round.Product.CpuPerMillion.Clients)).Median(),
        rounds.Select(round => round.AtHalf.SamplesPerS).Median(),
        rounds.Select(round => round.AtHalf.P50Ms).Median(),
        rounds.Select(round => round.AtHalf.P99Ms).Median(),
        rounds.Select(round => round.EmptyAtHalf.P99Ms).Median(),
        CpuTimes.Median([.. rounds.Select(round => round.Empty.CpuPerMillion)]),
        CpuTimes.Median([.. rounds.Select(round => round.Product.CpuPerMillion)]));
}
