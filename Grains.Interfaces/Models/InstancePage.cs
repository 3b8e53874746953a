namespace LaunchStack.Metrics.Models;

/// <summary>Some instances, by ascending id.</summary>
/// <param name="Items">The instances.</param>
/// <param name="Next">The id after which the next page starts; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("launchstack.InstancePage")]
public sealed record InstancePage(
    [property: Id(0)] IReadOnlyList<InstanceInfo> Items,
    [property: Id(1)] Guid? Next);
