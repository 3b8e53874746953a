namespace LaunchStack.Metrics;

/// <summary>Whether the samples are, or will be, committed was not known in time. Resending is safe.</summary>
[GenerateSerializer, Alias("launchstack.DurabilityUnknownException")]
public sealed class DurabilityUnknownException : PushException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="waited">How long the push waited for the commit.</param>
    public DurabilityUnknownException(TimeSpan waited)
        : base($"accepted, and not yet durable after {waited.TotalSeconds:0.###} s; whether it will be is unknown, resending is safe")
    {
    }

    private DurabilityUnknownException(string message)
        : base(message)
    {
    }

    /// <summary>The instance's silo gave no answer, so that not even acceptance is known.</summary>
    /// <param name="waited">How long an answer was waited for.</param>
    public static DurabilityUnknownException Unanswered(TimeSpan waited) => new(
        $"no answer after {waited.TotalSeconds:0.###} s; whether the samples were taken is unknown, resending is safe");
}
