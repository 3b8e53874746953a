namespace LaunchStack.Metrics;

/// <summary>The service holds as much as it may; nothing of the push was taken. Send it again later.</summary>
[GenerateSerializer, Alias("launchstack.OverloadedException")]
public sealed class OverloadedException : PushException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="what">What is full, for people.</param>
    /// <param name="retryAfter">How long to wait before the next attempt.</param>
    public OverloadedException(string what, TimeSpan retryAfter)
        : base($"overloaded: {what}; retry after {retryAfter.TotalSeconds:0} s") => RetryAfter = retryAfter;

    /// <summary>How long to wait before the next attempt.</summary>
    [Id(0)]
    public TimeSpan RetryAfter { get; }
}
