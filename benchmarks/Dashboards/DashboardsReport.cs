using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Dashboards;

/// <summary>The result of <c>dashboards</c>. Ratios are nothing kept of kept, the medians of the rounds' ratios.</summary>
/// <param name="Server">What was measured.</param>
/// <param name="Shape">What was asked.</param>
/// <param name="Load">What was pushed beside.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="Bare">With nothing kept.</param>
/// <param name="Kept">With kept answers.</param>
/// <param name="P50Ratio">Of the median latencies.</param>
/// <param name="P99Ratio">Of the latencies that 99 of 100 do not exceed.</param>
/// <param name="SiloRatio">Of the silo's CPU.</param>
/// <param name="ServerRatio">Of the database server's CPU.</param>
internal sealed record DashboardsReport(
    string Server,
    DashboardsShape Shape,
    LoadShape Load,
    int Rounds,
    DashboardsResult Bare,
    DashboardsResult Kept,
    double P50Ratio,
    double P99Ratio,
    double? SiloRatio,
    double? ServerRatio)
{
    public static DashboardsReport Of(string server, DashboardsShape shape, LoadShape load, IReadOnlyList<DashboardsRound> rounds) => new(
        server,
        shape,
        load,
        rounds.Count,
        DashboardsResult.Of([.. rounds.Select(round => round.Bare)]),
        DashboardsResult.Of([.. rounds.Select(round => round.Kept)]),
        rounds.Select(round => round.Bare.Refreshes.P50Ms / round.Kept.Refreshes.P50Ms).Median(),
        rounds.Select(round => round.Bare.Refreshes.P99Ms / round.Kept.Refreshes.P99Ms).Median(),
        rounds.Select(round => round.Bare.SiloShare / round.Kept.SiloShare).Median(),
        rounds.Select(round => round.Bare.ServerShare / round.Kept.ServerShare).Median());
}
