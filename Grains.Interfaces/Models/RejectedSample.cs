namespace LaunchStack.Metrics.Models;

/// <summary>One refused sample.</summary>
/// <param name="Index">Its place in the push, from 0.</param>
/// <param name="Field">The field that is wrong, by its JSON name.</param>
/// <param name="Error">The rule it breaks.</param>
[GenerateSerializer, Immutable, Alias("launchstack.RejectedSample")]
public sealed record RejectedSample(
    [property: Id(0)] int Index,
    [property: Id(1)] string Field,
    [property: Id(2)] string Error);
