namespace LaunchStack.Metrics.Storage;

/// <summary>What became of a dead letter that was retried.</summary>
/// <param name="Key">The letter.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why it stays; null where it is gone.</param>
public sealed record RetriedLetter(long Key, RetryOutcome Outcome, string? Reason);
