namespace LaunchStack.Metrics;

/// <summary>The database does not answer. Try again later.</summary>
[GenerateSerializer, Alias("launchstack.StoreUnavailableException")]
public sealed class StoreUnavailableException : PushException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="reason">What the database's driver said, without secrets.</param>
    public StoreUnavailableException(string reason)
        : base($"the database does not answer: {reason}")
    {
    }

    /// <summary>How long to wait before the next attempt: 5 s.</summary>
    public static TimeSpan RetryAfter => TimeSpan.FromSeconds(5);
}
