using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>The rules for ranges, and which resolution one has.</summary>
internal static class RangeRules
{
    private static readonly TimeSpan[] Minutes = [.. new[] { 1, 2, 5, 10, 15, 20, 30 }.Select(minutes => TimeSpan.FromMinutes(minutes))];
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>How many buckets back the one before a gap is looked for, one after the other.</summary>
    public static readonly int[] LookBacks = [24, 30 * 24, 400 * 24];

    /// <summary>A day.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Checks a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="now">The service's clock.</param>
    /// <param name="oldestRaw">Raw rows older than that are gone.</param>
    public static void Check(RangeQuery query, DateTimeOffset now, DateTimeOffset oldestRaw)
    {
        if (query.From >= query.To)
        {
            throw new InvalidRequestException("from", "must be before to");
        }

        if (query.From > now + Day)
        {
            throw new InvalidRequestException("from", "must not be more than a day ahead");
        }

        if (query.From < DateTimeOffset.UnixEpoch)
        {
            throw new InvalidRequestException("from", "must not be before 1970");
        }

        if (query.Points is < 1 or > RangeQuery.MaxPoints)
        {
            throw new InvalidRequestException("points", $"must be from 1 to {RangeQuery.MaxPoints}, not {query.Points}");
        }

        if (!Enum.IsDefined(query.Resolution))
        {
            throw new InvalidRequestException("resolution", "must be auto, raw, minute, hour or day");
        }

        if (!Enum.IsDefined(query.Fill))
        {
            throw new InvalidRequestException("fill", "must be none, null, previous or linear");
        }

        if (query.Width is { } width && (width < TimeSpan.FromSeconds(1) || width > Hour || width.Ticks % TimeSpan.TicksPerSecond != 0))
        {
            throw new InvalidRequestException("width", "must be whole seconds, from 1 second to 1 hour");
        }

        if ((query.Width is not null || query.Resolution is Resolution.Raw or Resolution.Minute) && query.From < oldestRaw)
        {
            throw new InvalidRequestException("from", $"must not be before {oldestRaw:yyyy-MM-dd'T'HH:mm:ss'Z'} at this resolution: raw samples are not kept longer");
        }
    }

    /// <summary>Whether a query is answered with raw samples, if it has no more of them than wanted.</summary>
    public static bool MayBeRaw(RangeQuery query, DateTimeOffset oldestRaw) => query.Width is null && (query.Resolution == Resolution.Raw
        || (query.Resolution == Resolution.Auto && query.From >= oldestRaw && query.To - query.From <= Minutes[0] * query.Points));

    /// <summary>The buckets of a query that is not answered with raw samples.</summary>
    public static (Resolution Resolution, TimeSpan Width) BucketsOf(RangeQuery query, DateTimeOffset oldestRaw)
    {
        if (query.Width is { } given)
        {
            return Fitting(query, Resolution.Minute, given);
        }

        switch (query.Resolution)
        {
            case Resolution.Minute:
                return Fitting(query, Resolution.Minute, FirstThatFits(query) ?? Minutes[^1]);
            case Resolution.Hour:
                return Fitting(query, Resolution.Hour, Hour);
            case Resolution.Day:
                return Fitting(query, Resolution.Day, Day);
            default:
                if (query.From >= oldestRaw && FirstThatFits(query) is { } width)
                {
                    return (Resolution.Minute, width);
                }

                return Count(query, Hour) <= query.Points ? (Resolution.Hour, Hour) : Fitting(query, Resolution.Day, Day);
        }
    }

    /// <summary>The start of the bucket that a moment lies in.</summary>
    public static DateTimeOffset Start(DateTimeOffset moment, TimeSpan width) =>
        new(moment.UtcTicks - ((moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) % width.Ticks), TimeSpan.Zero);

    /// <summary>The end of the last bucket that starts before a moment; the moment itself where time ends before that.</summary>
    public static DateTimeOffset End(DateTimeOffset to, TimeSpan width) =>
        Start(to, width) is var start && (start == to || DateTimeOffset.MaxValue - start < width) ? to : start + width;

    /// <summary>The hours that a bucket lies in.</summary>
    public static IEnumerable<DateTimeOffset> Hours(DateTimeOffset bucket, TimeSpan width)
    {
        for (var hour = Timestamps.Hour(bucket); hour < bucket + width; hour += Hour)
        {
            yield return hour;
        }
    }

    private static TimeSpan? FirstThatFits(RangeQuery query) =>
        Minutes.Where(width => Count(query, width) <= query.Points).Select(width => (TimeSpan?)width).FirstOrDefault();

    private static (Resolution Resolution, TimeSpan Width) Fitting(RangeQuery query, Resolution resolution, TimeSpan width) =>
        Count(query, width) <= RangeQuery.MaxPoints
            ? (resolution, width)
            : throw new InvalidRequestException("to", $"must not be so long after from: the range would have more than {RangeQuery.MaxPoints} points");

    private static long Count(RangeQuery query, TimeSpan width)
    {
        var first = Start(query.From, width);
        return ((query.To - first).Ticks + width.Ticks - 1) / width.Ticks;
    }
}
