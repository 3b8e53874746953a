using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>A slice of a window.</summary>
/// <param name="Start">Its start.</param>
/// <param name="Range">What of it lies in the window.</param>
/// <param name="Mark">Under which mark its sums can be kept; null: they cannot.</param>
/// <param name="Kept">Sums that are kept and hold still.</param>
internal sealed record WindowSlice(DateTimeOffset Start, TimeRange Range, StoreMark? Mark, KeptSlice? Kept)
{
    // Each is a statement of its own, which the database plans anew.
    private const int MostRanges = 6;

    /// <summary>The same slices with so few gaps that what is missing is read in few ranges: what is kept between two that are close is given up.</summary>
    public static List<WindowSlice> Joined(IReadOnlyList<WindowSlice> slices)
    {
        List<WindowSlice> joined = [.. slices];
        while (Gaps(joined) is var gaps && gaps.Count >= MostRanges)
        {
            var (first, count) = gaps.MinBy(gap => gap.Count);
            for (var place = first; place < first + count; place++)
            {
                joined[place] = joined[place] with { Kept = null };
            }
        }

        return joined;
    }

    /// <summary>What is to be read of them.</summary>
    public static List<TimeRange> Missing(IReadOnlyList<WindowSlice> slices)
    {
        var ranges = new List<TimeRange>();
        foreach (var range in slices.Where(slice => slice.Kept is null).Select(slice => slice.Range))
        {
            if (ranges.Count > 0 && ranges[^1].To == range.From)
            {
                ranges[^1] = new TimeRange(ranges[^1].From, range.To);
            }
            else
            {
                ranges.Add(range);
            }
        }

        return ranges;
    }

    // Runs of kept slices with a missing one on either side.
    private static List<(int First, int Count)> Gaps(List<WindowSlice> slices)
    {
        var gaps = new List<(int First, int Count)>();
        var missing = -1;
        for (var place = 0; place < slices.Count; place++)
        {
            if (slices[place].Kept is not null)
            {
                continue;
            }

            if (missing >= 0 && place - missing > 1)
            {
                gaps.Add((missing + 1, place - missing - 1));
            }

            missing = place;
        }

        return gaps;
    }
}
