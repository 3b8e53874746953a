namespace LaunchStack.Metrics.Models;

/// <summary>Usage over time of one of several instances.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Range">Its usage; null where there is no such instance.</param>
[GenerateSerializer, Immutable, Alias("launchstack.InstanceRange")]
public sealed record InstanceRange(
    [property: Id(0)] Guid InstanceId,
    [property: Id(1)] UsageRange? Range);
