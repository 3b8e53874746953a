using LaunchStack.Metrics.Storage.Schema.Migration.Source;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Copying;

/// <summary>Cuts hours into slices that a transaction can hold and that no chunk's border crosses.</summary>
internal static class SlicePlanner
{
    private const long Hour = 3_600_000_000;
    private const long Day = 24 * Hour;

    /// <param name="hours">Rows by hour, in microseconds since 1970.</param>
    /// <param name="from">Rows before are not copied.</param>
    /// <param name="until">Rows from then on neither.</param>
    /// <param name="batch">How many rows a slice has at the most, about.</param>
    /// <param name="chunk">The span of the target's chunks.</param>
    /// <param name="heldDays">Days that hold rows in the target, in microseconds since 1970.</param>
    public static List<Slice> Cut(
        IReadOnlyDictionary<long, long> hours, long from, long until, long batch, TimeSpan chunk, IReadOnlySet<long> heldDays)
    {
        var width = Math.Min(chunk.Ticks, Slice.Longest.Ticks) / TimeSpan.TicksPerMicrosecond;
        var slices = new List<Slice>();
        foreach (var (start, rows) in hours.OrderBy(hour => hour.Key))
        {
            var (first, end) = (Math.Max(start, from), Math.Min(start + Hour, until));
            if (first >= end)
            {
                continue;
            }

            var isHeld = heldDays.Contains(start - (start % Day));
            if (slices is [.., var last] && last.Until <= first && last.Rows + rows <= batch && last.From / width == first / width && last.IsHeld == isHeld)
            {
                slices[^1] = last with { Until = end, Rows = last.Rows + rows };
            }
            else
            {
                Split(slices, first, end, rows, batch, isHeld);
            }
        }

        return slices;
    }

    private static void Split(List<Slice> slices, long first, long end, long rows, long batch, bool isHeld)
    {
        // An hour of which no row is counted has some nevertheless.
        var pieces = Math.Max(1, (rows + batch - 1) / batch);
        for (var piece = 0L; piece < pieces; piece++)
        {
            var from = first + ((end - first) / pieces * piece);
            var until = piece == pieces - 1 ? end : first + ((end - first) / pieces * (piece + 1));
            slices.Add(new Slice(from, until, rows / pieces, isHeld));
        }
    }
}
