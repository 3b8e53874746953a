using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>A range in parts: whole hours that are over, which aggregates have, and what is before and after them, which raw rows have.</summary>
/// <param name="Hours">The whole hours; null where there are none.</param>
/// <param name="Edges">The rest.</param>
internal sealed record WholeHours(TimeRange? Hours, IReadOnlyList<TimeRange> Edges)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Divides a range.</summary>
    /// <param name="from">Its first moment.</param>
    /// <param name="to">Its end.</param>
    /// <param name="openHour">Start of the hour that is not over.</param>
    public static WholeHours Of(DateTimeOffset from, DateTimeOffset to, DateTimeOffset openHour)
    {
        var first = RangeRules.End(from, Hour);
        var end = Timestamps.Hour(to < openHour ? to : openHour);
        if (first >= end)
        {
            return new WholeHours(null, [new TimeRange(from, to)]);
        }

        var edges = new List<TimeRange>();
        if (from < first)
        {
            edges.Add(new TimeRange(from, first));
        }

        if (end < to)
        {
            edges.Add(new TimeRange(end, to));
        }

        return new WholeHours(new TimeRange(first, end), edges);
    }
}
