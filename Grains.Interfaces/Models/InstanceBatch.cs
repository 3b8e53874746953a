namespace LaunchStack.Metrics.Models;

/// <summary>Samples of one instance within a push of many instances.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Batch">Its samples.</param>
[GenerateSerializer, Immutable, Alias("launchstack.InstanceBatch")]
public sealed record InstanceBatch(
    [property: Id(0)] Guid InstanceId,
    [property: Id(1)] SampleBatch Batch);
