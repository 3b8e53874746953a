namespace LaunchStack.Metrics.Models;

/// <summary>
/// A place in an instance's samples, newest first: everything after it is older. The id breaks ties among rows of one
/// timestamp, which only other writers can make.
/// </summary>
/// <param name="Timestamp">Samples before this moment come next.</param>
/// <param name="Id">With an id, samples of this very moment with a smaller id come next too; empty: none of them.</param>
[GenerateSerializer, Immutable, Alias("launchstack.SampleCursor")]
public readonly record struct SampleCursor(
    [property: Id(0)] DateTimeOffset Timestamp,
    [property: Id(1)] Guid Id);
