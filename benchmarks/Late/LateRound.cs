using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Late;

/// <summary>What one round measured.</summary>
/// <param name="Without">Current samples before the agents came back.</param>
/// <param name="With">Current samples while late ones were committed.</param>
/// <param name="LateRows">How many late ones there were.</param>
/// <param name="Resent">How many late ones were sent again, counted each time: their receipt did not come in time.</param>
internal sealed record LateRound(Stretch Without, Stretch With, long LateRows, long Resent)
{
    public double LatePerSecond => LateRows / With.Seconds;
}
