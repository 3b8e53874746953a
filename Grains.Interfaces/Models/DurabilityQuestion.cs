namespace LaunchStack.Metrics.Models;

/// <summary>How far is an instance durable?</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Silo">
/// Whose answer is waited for: <see cref="Durability.Silo"/> of a receipt. That silo answers for itself then, without asking the instance, as
/// soon as the question comes by it. Empty: whichever silo has the instance now.
/// </param>
[GenerateSerializer, Immutable, Alias("launchstack.DurabilityQuestion")]
public readonly record struct DurabilityQuestion(
    [property: Id(0)] Guid InstanceId,
    [property: Id(1)] Guid Silo);
