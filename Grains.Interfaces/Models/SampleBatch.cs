namespace LaunchStack.Metrics.Models;

/// <summary>Samples of one instance, pushed together.</summary>
[GenerateSerializer, Immutable, Alias("launchstack.SampleBatch")]
public sealed record SampleBatch
{
    /// <summary>The samples, in any order; at most <see cref="PushLimits.MaxSamples"/>.</summary>
    [Id(0)]
    public required IReadOnlyList<Sample> Samples { get; init; }

    /// <summary>What the network numbers mean. Default: <see cref="NetworkMode.Delta"/>.</summary>
    [Id(1)]
    public NetworkMode Network { get; init; }

    /// <summary>Cumulative pushes: whose counters these are, for example a container id. Default: empty.</summary>
    [Id(2)]
    public string Source { get; init; } = "";

    /// <summary>Cumulative pushes: when those counters started at zero; null where that is not known.</summary>
    [Id(3)]
    public DateTimeOffset? StartedAt { get; init; }
}
