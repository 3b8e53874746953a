namespace LaunchStack.Metrics.Models;

/// <summary>An instance as the store lists it.</summary>
/// <param name="Id">The instance.</param>
/// <param name="Name">Its name; empty for an instance that was registered by its first sample.</param>
/// <param name="CreatedAt">When it was registered.</param>
[GenerateSerializer, Immutable, Alias("launchstack.InstanceInfo")]
public sealed record InstanceInfo(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset CreatedAt)
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxNameLength = 255;
}
