namespace LaunchStack.Metrics.Models;

/// <summary>An accepted sample that is not durable yet.</summary>
/// <param name="Sample">The sample; a reading where <paramref name="Counter"/> is set.</param>
/// <param name="Counter">The counters that its network numbers were read from; null where they are bytes already.</param>
[GenerateSerializer, Immutable, Alias("launchstack.PendingSample")]
public readonly record struct PendingSample(
    [property: Id(0)] Sample Sample,
    [property: Id(1)] CounterKey? Counter);
