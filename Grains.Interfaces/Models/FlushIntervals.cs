namespace LaunchStack.Metrics.Models;

/// <summary>Flush intervals that are not the default.</summary>
/// <param name="Version">Grows with each change.</param>
/// <param name="Intervals">The intervals by instance.</param>
[GenerateSerializer, Immutable, Alias("launchstack.FlushIntervals")]
public sealed record FlushIntervals(
    [property: Id(0)] long Version,
    [property: Id(1)] IReadOnlyDictionary<Guid, TimeSpan> Intervals);
