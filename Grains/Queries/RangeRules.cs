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
    /// <param name="oldest">What is kept.</param>
    public static void Check(RangeQuery query, DateTimeOffset now, OldestKept oldest)
    {
        QueryRules.CheckTimes(query.From, query.To, now);
        if (query.Limit is < 1 or > RangeQuery.MaxPoints)
        {
            throw new InvalidRequestException("limit", $"must be from 1 to {RangeQuery.MaxPoints}, not {query.Limit}");
        }

        if (query.Points < 1 || query.Points > query.Limit)
        {
            throw new InvalidRequestException("points", $"must be from 1 to {query.Limit}, not {query.Points}");
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

        var needsRaw = query.Width is not null || query.Resolution is Resolution.Raw or Resolution.Minute;
        if (needsRaw && query.From < oldest.Raw)
        {
            throw TooOld(oldest.Raw, "raw samples");
        }

        if (!needsRaw && query.Resolution == Resolution.Hour && query.From < oldest.Hour)
        {
            throw TooOld(oldest.Hour, "hours");
        }
    }

    /// <summary>Whether a query is answered with raw samples, if it has no more of them than wanted.</summary>
    public static bool MayBeRaw(RangeQuery query, OldestKept oldest) => query.Width is null && (query.Resolution == Resolution.Raw
        || (query.Resolution == Resolution.Auto && query.From >= oldest.Raw && query.To - query.From <= Minutes[0] * query.Points));

    /// <summary>The buckets of a query that is not answered with raw samples.</summary>
    public static (Resolution Resolution, TimeSpan Width) BucketsOf(RangeQuery query, OldestKept oldest)
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
                if (query.From >= oldest.Raw && FirstThatFits(query) is { } width)
                {
                    return (Resolution.Minute, width);
                }

                return query.From >= oldest.Hour && Count(query, Hour) <= query.Points ? (Resolution.Hour, Hour) : Fitting(query, Resolution.Day, Day);
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

    /// <summary>The most points that an answer may have, for people.</summary>
    public static string MostOf(RangeQuery query) =>
        query.Limit == RangeQuery.MaxPoints ? $"{query.Limit}" : $"{query.Limit}, which is all that each range of this query may have";

    private static InvalidRequestException TooOld(DateTimeOffset oldest, string what) =>
        new("from", $"must not be before {oldest:yyyy-MM-dd'T'HH:mm:ss'Z'} at this resolution: {what} are not kept longer");

    private static TimeSpan? FirstThatFits(RangeQuery query) =>
        Minutes.Where(width => Count(query, width) <= query.Points).Select(width => (TimeSpan?)width).FirstOrDefault();

    private static (Resolution Resolution, TimeSpan Width) Fitting(RangeQuery query, Resolution resolution, TimeSpan width) =>
        Count(query, width) <= query.Limit
            ? (resolution, width)
            : throw new InvalidRequestException("to", $"must not be so long after from: the range would have more points than {MostOf(query)}");

    private static long Count(RangeQuery query, TimeSpan width)
    {
        var first = Start(query.From, width);
        return ((query.To - first).Ticks + width.Ticks - 1) / width.Ticks;
    }
}
