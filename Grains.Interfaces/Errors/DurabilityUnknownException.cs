namespace LaunchStack.Metrics;

/// <summary>The samples were accepted, and were not committed within the time that a durable push waits. Resending is safe.</summary>
[GenerateSerializer, Alias("launchstack.DurabilityUnknownException")]
public sealed class DurabilityUnknownException : PushException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="waited">How long the push waited for the commit.</param>
    public DurabilityUnknownException(TimeSpan waited)
        : base($"accepted, and not yet durable after {waited.TotalSeconds:0.###} s; whether it will be is unknown, resending is safe")
    {
    }
}
