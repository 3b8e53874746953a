namespace LaunchStack.Metrics.Models;

/// <summary>What became of one instance's part of a push of many instances: a receipt or a fault, never both.</summary>
[GenerateSerializer, Immutable, Alias("launchstack.InstanceReceipt")]
public sealed record InstanceReceipt
{
    /// <summary>The instance.</summary>
    [Id(0)]
    public required Guid InstanceId { get; init; }

    /// <summary>The receipt, where the instance's grain took the push.</summary>
    [Id(1)]
    public PushReceipt? Receipt { get; init; }

    /// <summary>Why the whole part was refused.</summary>
    [Id(2)]
    public PushException? Fault { get; init; }
}
