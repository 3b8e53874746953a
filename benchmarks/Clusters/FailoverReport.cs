using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Clusters;

/// <summary>The result of <c>failover</c>: medians over the rounds.</summary>
/// <param name="Server">What was measured.</param>
/// <param name="Silos">How many silos.</param>
/// <param name="Shape">What was sent beside.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="Undisturbed">Pushes to instances of one silo with all silos running.</param>
/// <param name="Killed">The same when that silo is killed.</param>
/// <param name="RestartS">How long it took to stop and start all silos, one after the other, in seconds.</param>
/// <param name="LongestInRestartS">The longest that a push took meanwhile, in seconds.</param>
internal sealed record FailoverReport(
    string Server, int Silos, LoadShape Shape, int Rounds, PushWaits Undisturbed, PushWaits Killed, double RestartS, double LongestInRestartS)
{
    public static FailoverReport Of(string server, int silos, LoadShape shape, IReadOnlyList<FailoverRound> rounds) => new(
        server,
        silos,
        shape,
        rounds.Count,
        MedianOf(rounds.Select(round => round.Undisturbed)),
        MedianOf(rounds.Select(round => round.Killed)),
        rounds.Select(round => round.RestartS).Median(),
        rounds.Select(round => round.LongestInRestartS).Median());

    private static PushWaits MedianOf(IEnumerable<PushWaits> rounds) => new(
        rounds.Select(waits => waits.FirstS).Median(), rounds.Select(waits => waits.MedianS).Median(), rounds.Select(waits => waits.LastS).Median());
}
