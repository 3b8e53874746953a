namespace LaunchStack.Metrics.Models;

/// <summary>What an operator may set for one instance.</summary>
[GenerateSerializer, Immutable, Alias("launchstack.InstanceSettings")]
public sealed record InstanceSettings
{
    /// <summary>The most labels of one instance.</summary>
    public const int MaxLabels = 64;

    /// <summary>The most characters of a label's name.</summary>
    public const int MaxLabelNameLength = 63;

    /// <summary>The most characters of a label's value.</summary>
    public const int MaxLabelValueLength = 255;

    /// <summary>The shortest flush interval: 100 ms.</summary>
    public static readonly TimeSpan MinFlushInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest flush interval: 10 minutes.</summary>
    public static readonly TimeSpan MaxFlushInterval = TimeSpan.FromMinutes(10);

    /// <summary>Free names and values, for people and tools. Default: none.</summary>
    [Id(0)]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>How long samples may wait in memory before they are flushed; null: the service's own default.</summary>
    [Id(1)]
    public TimeSpan? FlushInterval { get; init; }
}
