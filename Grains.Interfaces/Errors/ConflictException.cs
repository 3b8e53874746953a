namespace LaunchStack.Metrics;

/// <summary>The call does not fit what is there; sending it again will not help while that stays so.</summary>
[GenerateSerializer, Alias("launchstack.ConflictException")]
public sealed class ConflictException : PushException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is in the way, for people.</param>
    public ConflictException(string message)
        : base(message)
    {
    }
}
