using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Late;

/// <summary>The result of <c>late</c>: medians over the rounds.</summary>
/// <param name="Server">What was measured.</param>
/// <param name="Shape">The current load.</param>
/// <param name="Fleet">How many instances' samples of those days were there, the older days compressed.</param>
/// <param name="Late">What came late.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="CurrentPerS">Current samples durable per second, with no late ones.</param>
/// <param name="CurrentWithLatePerS">The same while late ones were committed.</param>
/// <param name="Ratio">The second of the first: the median of the rounds' ratios.</param>
/// <param name="LateSeconds">How long it took until every late sample was durable.</param>
/// <param name="LatePerS">Late samples durable per second in that time.</param>
/// <param name="LateResent">Late samples that were sent again, counted each time.</param>
/// <param name="CpuPerMillion">Seconds of CPU that a million current samples take without late ones.</param>
internal sealed record LateReport(
    string Server,
    LoadShape Shape,
    int Fleet,
    LateSamples Late,
    int Rounds,
    double CurrentPerS,
    double CurrentWithLatePerS,
    double Ratio,
    double LateSeconds,
    double LatePerS,
    double LateResent,
    CpuTimes CpuPerMillion)
{
    public static LateReport Of(string server, LoadShape shape, int fleet, LateSamples late, IReadOnlyList<LateRound> rounds) => new(
        server,
        shape,
        fleet,
        late,
        rounds.Count,
        rounds.Select(round => round.Without.PerSecond).Median(),
        rounds.Select(round => round.With.PerSecond).Median(),
        rounds.Select(round => round.With.PerSecond / round.Without.PerSecond).Median(),
        rounds.Select(round => round.With.Seconds).Median(),
        rounds.Select(round => round.LatePerSecond).Median(),
        rounds.Select(round => (double)round.Resent).Median(),
        CpuTimes.Median([.. rounds.Select(round => round.Without.CpuPerMillion)]));
}
