namespace LaunchStack.Metrics;

/// <summary>The database cannot compute an answer from what is stored, such as a sum that no number can hold. Asking again will not help.</summary>
[GenerateSerializer, Alias("launchstack.QueryFailedException")]
public sealed class QueryFailedException : PushException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="reason">What the database said, without secrets.</param>
    public QueryFailedException(string reason)
        : base($"the database cannot answer this query: {reason}")
    {
    }
}
