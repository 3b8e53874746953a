using LaunchStack.Metrics.Benchmarks.Output;

namespace LaunchStack.Metrics.Benchmarks.Stopping;

/// <summary>The result of <c>stop</c>: medians over the rounds, but for what must not be.</summary>
/// <param name="Server">The database server.</param>
/// <param name="Instances">How many instances were active, each with a sample that was not committed.</param>
/// <param name="Neighbours">How many other silos the cluster had.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="EmptySeconds">How long a silo takes to stop that has nothing.</param>
/// <param name="Seconds">How long one takes that has all of them.</param>
/// <param name="SlowestSeconds">The slowest round.</param>
/// <param name="Ratio">The second of the first.</param>
/// <param name="Missing">Samples that are not in the database, of all rounds.</param>
/// <param name="Failed">Rounds whose silo did not end with exit code 0.</param>
/// <param name="LastLine">What the last silo said in the end.</param>
internal sealed record StopReport(
    string Server, int Instances, int Neighbours, int Rounds, double EmptySeconds, double Seconds, double SlowestSeconds, double Ratio, long Missing, int Failed, string LastLine)
{
    public static StopReport Of(string server, int instances, int neighbours, IReadOnlyList<StopRound> rounds) => new(
        server,
        instances,
        neighbours,
        rounds.Count,
        rounds.Select(round => round.EmptySeconds).Median(),
        rounds.Select(round => round.Seconds).Median(),
        rounds.Max(round => round.Seconds),
        rounds.Select(round => round.Seconds / round.EmptySeconds).Median(),
        rounds.Sum(round => round.Missing),
        rounds.Count(round => round.ExitCode != 0),
        rounds[^1].LastLine);
}
