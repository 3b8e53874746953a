namespace LaunchStack.Metrics;

/// <summary>The database ended a query because it took longer than it may. The same again would most likely take as long; ask for less.</summary>
[GenerateSerializer, Alias("launchstack.QueryTimeoutException")]
public sealed class QueryTimeoutException : PushException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="limit">How long a query may take.</param>
    public QueryTimeoutException(TimeSpan limit)
        : base($"the database ended the query: it may take {limit.TotalSeconds:0.###} s (Metrics:QueryTimeout); ask for less at once") => Limit = limit;

    /// <summary>How long a query may take.</summary>
    [Id(0)]
    public TimeSpan Limit { get; }
}
