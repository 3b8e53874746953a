namespace LaunchStack.Metrics;

/// <summary>The instance is not registered, and this call does not register it; or it was deleted.</summary>
[GenerateSerializer, Alias("launchstack.UnknownInstanceException")]
public sealed class UnknownInstanceException : PushException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="instanceId">The instance.</param>
    public UnknownInstanceException(Guid instanceId)
        : base($"unknown instance {instanceId}") => InstanceId = instanceId;

    /// <summary>The instance.</summary>
    [Id(0)]
    public Guid InstanceId { get; }
}
