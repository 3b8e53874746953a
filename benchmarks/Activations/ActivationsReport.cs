using LaunchStack.Metrics.Benchmarks.Output;

namespace LaunchStack.Metrics.Benchmarks.Activations;

/// <summary>The result of <c>activations</c>: medians over the rounds.</summary>
/// <param name="Instances">How many activations of each kind.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="BareBytes">Managed memory of a bare activation, bytes.</param>
/// <param name="InstanceBytes">Managed memory of an idle instance, bytes.</param>
/// <param name="BytesRatio">The second of the first.</param>
/// <param name="ResidentBytes">What the whole process has with all of them.</param>
/// <param name="BarePerS">Bare activations per second.</param>
/// <param name="StormPerS">Instances activated per second, a sample pushed to each, while others are pushed to.</param>
/// <param name="StormRatio">The second of the first.</param>
/// <param name="IdleBefore">Share of a core that the silo uses with no activations.</param>
/// <param name="IdleAfter">The same with all of them idle.</param>
/// <param name="CalmP99Ms">99 of 100 pushes to others were answered in this time before the storm, milliseconds.</param>
/// <param name="StormP99Ms">The same in the storm.</param>
/// <param name="Reads">How often the store was read for instances in the storm: the most of any round.</param>
/// <param name="PeriodicReads">How often it was read by the clock: the same.</param>
internal sealed record ActivationsReport(
    int Instances,
    int Rounds,
    double BareBytes,
    double InstanceBytes,
    double BytesRatio,
    double ResidentBytes,
    double BarePerS,
    double StormPerS,
    double StormRatio,
    double IdleBefore,
    double IdleAfter,
    double CalmP99Ms,
    double StormP99Ms,
    long Reads,
    long PeriodicReads)
{
    public static ActivationsReport Of(int instances, IReadOnlyList<ActivationsRound> rounds) => new(
        instances,
        rounds.Count,
        rounds.Select(round => round.BareBytes).Median(),
        rounds.Select(round => round.InstanceBytes).Median(),
        rounds.Select(round => round.InstanceBytes / round.BareBytes).Median(),
        rounds.Select(round => round.Resident).Median(),
        rounds.Select(round => instances / round.BareSeconds).Median(),
        rounds.Select(round => instances / round.StormSeconds).Median(),
        rounds.Select(round => round.BareSeconds / round.StormSeconds).Median(),
        rounds.Select(round => round.IdleBefore).Median(),
        rounds.Select(round => round.IdleAfter).Median(),
        rounds.Select(round => round.Calm.P99Ms).Median(),
        rounds.Select(round => round.Storm.P99Ms).Median(),
        rounds.Max(round => round.Reads),
        rounds.Max(round => round.PeriodicReads));
}
