namespace LaunchStack.Metrics;

/// <summary>A whole push, or a call, was refused; nothing of it was taken unless the type says otherwise.</summary>
[GenerateSerializer, Alias("launchstack.PushException")]
public abstract class PushException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, for people.</param>
    protected PushException(string message)
        : base(message)
    {
    }
}
