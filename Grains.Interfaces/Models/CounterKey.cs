namespace LaunchStack.Metrics.Models;

/// <summary>Which counters of an instance a cumulative reading belongs to.</summary>
/// <param name="Source">Whose counters, for example a container id; may be empty.</param>
/// <param name="StartedAt">When they started at zero; <see cref="DateTimeOffset.UnixEpoch"/> where that is not known.</param>
[GenerateSerializer, Immutable, Alias("launchstack.CounterKey")]
public sealed record CounterKey(
    [property: Id(0)] string Source,
    [property: Id(1)] DateTimeOffset StartedAt);
