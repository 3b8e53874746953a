namespace LaunchStack.Metrics.Models;

/// <summary>A question for the usage of one instance over time.</summary>
[GenerateSerializer, Immutable, Alias("launchstack.RangeQuery")]
public sealed record RangeQuery
{
    /// <summary>How many points an answer may have at the most.</summary>
    public const int MaxPoints = 10_000;

    /// <summary>The first bucket is the one that this moment lies in; from 1970 to a day ahead.</summary>
    [Id(0)]
    public required DateTimeOffset From { get; init; }

    /// <summary>Buckets that start at this moment or later are left out.</summary>
    [Id(1)]
    public required DateTimeOffset To { get; init; }

    /// <summary>
    /// How fine the points are; one that is not kept any longer at <see cref="From"/> is refused. Default: chosen by the range, what is kept,
    /// and <see cref="Points"/>.
    /// </summary>
    [Id(2)]
    public Resolution Resolution { get; init; }

    /// <summary>How many points are wanted at the most, 1 to <see cref="MaxPoints"/>. Default: 300.</summary>
    [Id(3)]
    public int Points { get; init; } = 300;

    /// <summary>What there is for buckets without samples; of no effect where the answer has raw samples, chosen or asked for. Default: nothing.</summary>
    [Id(4)]
    public GapFill Fill { get; init; }

    /// <summary>
    /// Buckets of exactly this width, computed from raw rows, whatever <see cref="Resolution"/> says: whole seconds, 1 s to 1 hour. They start at
    /// multiples of it since 1970. Default: null.
    /// </summary>
    [Id(5)]
    public TimeSpan? Width { get; init; }

    /// <summary>
    /// How many points an answer may have, whatever the resolution: a range that would have more is refused. <see cref="Points"/> to
    /// <see cref="MaxPoints"/>. Default: <see cref="MaxPoints"/>.
    /// </summary>
    [Id(6)]
    public int Limit { get; init; } = MaxPoints;
}
