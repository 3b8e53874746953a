using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>The rules for queries.</summary>
internal static class QueryRules
{
    public static void CheckLimit(int limit, int most)
    {
        if (limit < 1 || limit > most)
        {
            throw new InvalidRequestException("limit", $"must be from 1 to {most}, not {limit}");
        }
    }

    public static void CheckHours(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now) =>
        CheckRange(from, to, now, TimeSpan.FromHours(IInstanceQueryGrain.MaxHours), $"{IInstanceQueryGrain.MaxHours} hours");

    public static void CheckDays(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now) =>
        CheckRange(from, to, now, TimeSpan.FromDays(IInstanceQueryGrain.MaxDays), $"{IInstanceQueryGrain.MaxDays} days");

    /// <summary>Refuses ranges that no sample can lie in, and times that calendars have no room for beside.</summary>
    public static void CheckTimes(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        if (from >= to)
        {
            throw new InvalidRequestException("from", "must be before to");
        }

        if (from > now + RangeRules.Day)
        {
            throw new InvalidRequestException("from", "must not be more than a day ahead");
        }

        if (from < DateTimeOffset.UnixEpoch)
        {
            throw new InvalidRequestException("from", "must not be before 1970");
        }
    }

    /// <summary>
    /// The days whose parts are all kept. A default range is as long as raw rows are kept, and the day that it begins in has begun before that:
    /// it is left out, for a part of it would look like a whole one.
    /// </summary>
    /// <param name="borders">Starts of the days, and of the one after them.</param>
    /// <param name="from">The first moment that was asked for.</param>
    /// <param name="now">The service's clock.</param>
    /// <param name="kept">How long the parts are kept.</param>
    /// <param name="areHours">Whether they are hours; else raw rows.</param>
    /// <exception cref="InvalidRequestException">The range begins more than a day earlier, or there is no such day.</exception>
    public static IReadOnlyList<DateTimeOffset> WholeDays(
        IReadOnlyList<DateTimeOffset> borders, DateTimeOffset from, DateTimeOffset now, TimeSpan kept, bool areHours)
    {
        var oldest = now - kept;
        List<DateTimeOffset> whole = [.. borders.SkipWhile(border => border < oldest)];
        if (from >= oldest - RangeRules.Day && whole.Count > 1)
        {
            return whole;
        }

        throw areHours
            ? new InvalidRequestException("from", $"must be at most {kept.TotalDays:0.##} days ago in a time zone: hours are not kept longer")
            : new InvalidRequestException("tz", $"must be a zone of whole hours more than {kept.TotalDays:0.##} days ago: raw samples are not kept longer");
    }

    /// <summary>Checks a list of instances.</summary>
    public static void CheckInstances(IReadOnlyList<Guid> instanceIds, int most)
    {
        if (instanceIds.Count < 1 || instanceIds.Count > most)
        {
            throw new InvalidRequestException("instances", $"must be 1 to {most} instances, not {instanceIds.Count}");
        }
    }

    /// <summary>Checks how many points several ranges may have together.</summary>
    public static void CheckPoints(int instances, int points)
    {
        if (points > IFleetQueryGrain.MaxRangePoints / instances)
        {
            throw new InvalidRequestException(
                "points", $"must be at most {IFleetQueryGrain.MaxRangePoints / instances} for {instances} instances, not {points}");
        }
    }

    /// <summary>Checks a question for the instances that use most.</summary>
    public static void CheckTop(TopQuery query, DateTimeOffset now, Lifecycle lifecycle)
    {
        CheckLimit(query.Limit, TopQuery.MaxLimit);
        CheckHours(query.From, query.To, now);
        if (!Enum.IsDefined(query.By))
        {
            throw new InvalidRequestException("by", "must be cpu, memory, memory_share or network");
        }

        CheckSums(query.From, query.To, now, lifecycle);
    }

    /// <summary>Refuses ranges whose hours are gone, and ends of a range in the middle of an hour whose raw rows are.</summary>
    public static void CheckSums(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, Lifecycle lifecycle)
    {
        var oldest = OldestKept.Of(lifecycle, now);
        if (from < oldest.Hour)
        {
            throw new InvalidRequestException("from", $"must be at most {lifecycle.HourlyRetention.TotalDays:0.##} days ago: hours are not kept longer");
        }

        foreach (var (field, moment) in new[] { ("from", from), ("to", to) })
        {
            if (moment < oldest.Raw && moment != Timestamps.Hour(moment))
            {
                throw new InvalidRequestException(field, $"must be a whole hour (UTC) before {oldest.Raw:yyyy-MM-dd'T'HH:mm:ss'Z'}: raw samples are not kept longer");
            }
        }
    }

    private static void CheckRange(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, TimeSpan most, string mostText)
    {
        CheckTimes(from, to, now);
        if (to - from > most)
        {
            throw new InvalidRequestException("to", $"must be at most {mostText} after from");
        }
    }
}
