namespace LaunchStack.Metrics.Models;

/// <summary>
/// Percentiles by nearest rank: the smallest value that so many of a hundred samples do not exceed, always one that was measured
/// (<c>percentile_disc</c> of the SQL standard).
/// </summary>
/// <param name="P50">The median.</param>
/// <param name="P95">95 of a hundred samples do not exceed it.</param>
/// <param name="P99">99 of a hundred samples do not exceed it.</param>
[GenerateSerializer, Immutable, Alias("launchstack.Percentiles")]
public readonly record struct Percentiles(
    [property: Id(0)] double P50,
    [property: Id(1)] double P95,
    [property: Id(2)] double P99);
