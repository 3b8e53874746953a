namespace LaunchStack.Metrics.Client;

/// <summary>Of the samples added since the previous flush, some will not be stored.</summary>
/// <param name="count">How many.</param>
/// <param name="samples">The first of them.</param>
public sealed class SamplesLostException(long count, IReadOnlyList<LostSample> samples)
    : Exception($"{count} samples were not stored; the first, of instance {samples[0].InstanceId}: {samples[0].Reason}")
{
    /// <summary>How many samples were lost.</summary>
    public long Count { get; } = count;

    /// <summary>The first of them, at most 100 for each lane.</summary>
    public IReadOnlyList<LostSample> Samples { get; } = samples;
}
