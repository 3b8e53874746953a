namespace LaunchStack.Metrics;

/// <summary>The database cannot be used for now: it is out of reach, or refuses for a reason of its own. Try again later.</summary>
[GenerateSerializer, Alias("launchstack.StoreUnavailableException")]
public sealed class StoreUnavailableException : PushException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="reason">What the database or its driver said, without secrets.</param>
    public StoreUnavailableException(string reason)
        : base($"the database cannot be used: {reason}")
    {
    }

    /// <summary>How long to wait before the next attempt: 5 s.</summary>
    public static TimeSpan RetryAfter => TimeSpan.FromSeconds(5);
}
