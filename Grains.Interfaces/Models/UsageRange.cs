namespace LaunchStack.Metrics.Models;

/// <summary>One instance's usage over time.</summary>
/// <param name="Resolution">How fine the points are; never <see cref="Resolution.Auto"/>.</param>
/// <param name="Width">The width of a bucket; zero for raw samples.</param>
/// <param name="Points">The points, oldest first.</param>
[GenerateSerializer, Immutable, Alias("launchstack.UsageRange")]
public sealed record UsageRange(
    [property: Id(0)] Resolution Resolution,
    [property: Id(1)] TimeSpan Width,
    [property: Id(2)] IReadOnlyList<UsagePoint> Points);
