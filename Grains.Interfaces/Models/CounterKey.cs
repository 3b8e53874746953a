namespace LaunchStack.Metrics.Models;

/// <summary>Which counters of an instance a cumulative reading belongs to.</summary>
/// <param name="Source">Whose counters, for example a container id; may be empty.</param>
/// <param name="StartedAt">When they started at zero; <see cref="DateTimeOffset.UnixEpoch"/> where that is not known.</param>
[GenerateSerializer, Immutable, Alias("launchstack.CounterKey")]
public sealed record CounterKey(
    [property: Id(0)] string Source,
    [property: Id(1)] DateTimeOffset StartedAt)
{
    /// <summary>
    /// Counters that an instance had when its rows were migrated from a table that does not say whose they are: those of whatever ran by then.
    /// Sorts before every key that a reading has.
    /// </summary>
    public static CounterKey Migrated { get; } = new("", new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero));
}
