namespace LaunchStack.Metrics.Models;

/// <summary>A sample as queries return it.</summary>
/// <param name="Id">The row's id: <see cref="SampleId.Derive(Guid, DateTimeOffset)"/>, unless something else wrote the row.</param>
/// <param name="InstanceId">The instance.</param>
/// <param name="Sample">The sample; its network numbers are bytes since the previous one.</param>
[GenerateSerializer, Immutable, Alias("launchstack.InstanceSample")]
public readonly record struct InstanceSample(
    [property: Id(0)] Guid Id,
    [property: Id(1)] Guid InstanceId,
    [property: Id(2)] Sample Sample);
