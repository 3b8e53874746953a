namespace LaunchStack.Metrics.Models;

/// <summary>Some samples of one instance, newest first.</summary>
/// <param name="Items">The samples.</param>
/// <param name="Next">Where the next page starts; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("launchstack.SamplePage")]
public sealed record SamplePage(
    [property: Id(0)] IReadOnlyList<InstanceSample> Items,
    [property: Id(1)] SampleCursor? Next);
