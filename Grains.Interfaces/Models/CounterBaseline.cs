namespace LaunchStack.Metrics.Models;

/// <summary>The newest reading of some counters whose bytes are in the store: what the next reading is compared with.</summary>
/// <param name="Key">The counters.</param>
/// <param name="Timestamp">When that reading was taken.</param>
/// <param name="NetworkIn">Bytes received, cumulative.</param>
/// <param name="NetworkOut">Bytes sent, cumulative.</param>
[GenerateSerializer, Immutable, Alias("launchstack.CounterBaseline")]
public sealed record CounterBaseline(
    [property: Id(0)] CounterKey Key,
    [property: Id(1)] DateTimeOffset Timestamp,
    [property: Id(2)] long NetworkIn,
    [property: Id(3)] long NetworkOut);
