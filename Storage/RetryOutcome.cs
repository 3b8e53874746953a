namespace LaunchStack.Metrics.Storage;

/// <summary>What became of a dead letter that was retried. It is gone with the first two, and stays with the others.</summary>
public enum RetryOutcome
{
    /// <summary>Its sample was committed.</summary>
    Stored,

    /// <summary>The store has the instance's sample of this timestamp by now.</summary>
    Duplicate,

    /// <summary>Its sample was refused again; the letter has the new reason.</summary>
    Refused,

    /// <summary>Its instance is not registered.</summary>
    UnknownInstance,

    /// <summary>It was not tried, because it is <see cref="DeadLetter.TooLate"/>.</summary>
    TooLate,
}
