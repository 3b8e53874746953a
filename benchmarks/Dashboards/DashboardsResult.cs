using LaunchStack.Metrics.Benchmarks.Output;

namespace LaunchStack.Metrics.Benchmarks.Dashboards;

/// <summary>What dashboards took: medians over the rounds.</summary>
/// <param name="Refreshes">How many refreshes were due in a round.</param>
/// <param name="Failures">How many were refused or failed, in all rounds.</param>
/// <param name="P50Ms">Half of the others were complete in this time after they were due, milliseconds.</param>
/// <param name="P99Ms">99 of 100 of them.</param>
/// <param name="HitShare">Questions to the database whose answer was kept or under way, of all; null where there were none.</param>
/// <param name="SiloShare">The silo's share of all cores, ingest included.</param>
/// <param name="ServerShare">The same of the database server.</param>
internal sealed record DashboardsResult(
    long Refreshes, long Failures, double P50Ms, double P99Ms, double? HitShare, double? SiloShare, double? ServerShare)
{
    public static DashboardsResult Of(IReadOnlyList<DashboardFigures> rounds) => new(
        rounds[^1].Refreshes.Requests,
        rounds.Sum(round => round.Refreshes.Failures),
        rounds.Select(round => round.Refreshes.P50Ms).Median(),
        rounds.Select(round => round.Refreshes.P99Ms).Median(),
        rounds.Select(round => round.Lookups.HitShare).Median(),
        rounds.Select(round => round.SiloShare).Median(),
        rounds.Select(round => round.ServerShare).Median());
}
