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
    [property: Id(1)] Guid Id)
{
    /// <summary>The place of a sample.</summary>
    /// <param name="sample">The sample.</param>
    public static SampleCursor Of(in InstanceSample sample) => new(sample.Sample.Timestamp, sample.Id);

    /// <summary>Whether a sample comes after this place in time.</summary>
    /// <param name="sample">The sample.</param>
    public bool IsOlderThan(in InstanceSample sample) => Compare(sample) < 0;

    /// <summary>Whether a sample comes before this place in time.</summary>
    /// <param name="sample">The sample.</param>
    public bool IsNewerThan(in InstanceSample sample) => Compare(sample) > 0;

    private int Compare(in InstanceSample sample) =>
        Timestamp.CompareTo(sample.Sample.Timestamp) is var byTime and not 0 ? byTime : Id.CompareTo(sample.Id);
}
