namespace LaunchStack.Metrics.Models;

/// <summary>The newest samples of some instances, by ascending instance.</summary>
/// <param name="Items">One sample of each instance that has any.</param>
/// <param name="Next">The instance after which the next page starts; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("launchstack.LatestPage")]
public sealed record LatestPage(
    [property: Id(0)] IReadOnlyList<InstanceSample> Items,
    [property: Id(1)] Guid? Next);
