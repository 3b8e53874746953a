namespace LaunchStack.Metrics.Models;

/// <summary>A question for the instances that use most.</summary>
[GenerateSerializer, Immutable, Alias("launchstack.TopQuery")]
public sealed record TopQuery
{
    /// <summary>The most instances an answer may have.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>Samples of this moment or later count; for as long as hours are kept, and from a whole hour where raw rows are gone.</summary>
    [Id(0)]
    public required DateTimeOffset From { get; init; }

    /// <summary>Samples of this moment or later are left out.</summary>
    [Id(1)]
    public required DateTimeOffset To { get; init; }

    /// <summary>What of. Default: CPU.</summary>
    [Id(2)]
    public UsageMeasure By { get; init; }

    /// <summary>How many instances, 1 to <see cref="MaxLimit"/>. Default: 10.</summary>
    [Id(3)]
    public int Limit { get; init; } = 10;
}
