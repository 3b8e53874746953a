namespace LaunchStack.Metrics.Benchmarks.Clusters;

/// <summary>What one round measured.</summary>
/// <param name="Undisturbed">Pushes with all silos running.</param>
/// <param name="Killed">Pushes that begin when a silo is killed.</param>
/// <param name="RestartS">How long it took to stop and start all silos, one after the other, in seconds.</param>
/// <param name="LongestInRestartS">The longest that a push took meanwhile, in seconds.</param>
/// <param name="Resent">Samples that the client pushed more than once.</param>
internal sealed record FailoverRound(PushWaits Undisturbed, PushWaits Killed, double RestartS, double LongestInRestartS, long Resent);
