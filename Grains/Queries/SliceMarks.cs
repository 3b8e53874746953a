using LaunchStack.Metrics.Grains.Tail;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>Under which marks sums of slices of time can be kept: those of all silos together.</summary>
/// <param name="from">Start of the first slice.</param>
/// <param name="changes">How often a silo has come or gone.</param>
/// <param name="tails">What each silo said; empty: it is not known what all of them have written.</param>
internal sealed class SliceMarks(DateTimeOffset from, int changes, IReadOnlyList<SiloTail> tails)
{
    /// <summary>Whether each silo has told its marks.</summary>
    public bool AreKnown { get; } = tails.Count > 0 && tails.All(tail => tail.Slices is not null);

    /// <summary>What any write into a part of the range ends. Only where the marks are known.</summary>
    /// <param name="start">The part's start, which is a slice's.</param>
    /// <param name="width">How long it is, in whole slices.</param>
    public StoreMark Of(DateTimeOffset start, TimeSpan width)
    {
        var (first, count) = ((int)((start - from) / WriteMarks.Slice), (int)(width / WriteMarks.Slice));
        return FleetMark.Of(tails, changes, tail => Enumerable.Range(first, count).Sum(slice => tail.Slices![slice]), onlyLate: false);
    }
}
