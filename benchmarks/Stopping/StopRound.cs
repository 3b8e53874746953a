namespace LaunchStack.Metrics.Benchmarks.Stopping;

/// <summary>What one round measured.</summary>
/// <param name="EmptySeconds">How long a silo took to stop that had nothing.</param>
/// <param name="Seconds">How long one took that had all the instances, from the signal to its end.</param>
/// <param name="ExitCode">How it ended.</param>
/// <param name="LastLine">What it said last.</param>
/// <param name="Missing">How many of the samples that it had accepted are not in the database.</param>
internal sealed record StopRound(double EmptySeconds, double Seconds, int ExitCode, string LastLine, long Missing);
