namespace LaunchStack.Metrics.Models;

/// <summary>An instance with how far it is durable.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Durability">How far; null where its silo did not answer.</param>
[GenerateSerializer, Immutable, Alias("launchstack.InstanceDurability")]
public readonly record struct InstanceDurability(
    [property: Id(0)] Guid InstanceId,
    [property: Id(1)] Durability? Durability);
