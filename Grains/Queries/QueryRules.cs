using LaunchStack.Metrics.Models;

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

    public static void CheckHours(DateTimeOffset from, DateTimeOffset to) =>
        CheckRange(from, to, TimeSpan.FromHours(IInstanceQueryGrain.MaxHours), $"{IInstanceQueryGrain.MaxHours} hours");

    public static void CheckDays(DateTimeOffset from, DateTimeOffset to) =>
        CheckRange(from, to, TimeSpan.FromDays(IInstanceQueryGrain.MaxDays), $"{IInstanceQueryGrain.MaxDays} days");

    /// <summary>Refuses days whose parts are gone.</summary>
    /// <param name="first">Start of the first day.</param>
    /// <param name="now">The service's clock.</param>
    /// <param name="kept">How long the parts are kept.</param>
    /// <param name="areHours">Whether they are hours; else raw rows.</param>
    public static void CheckKept(DateTimeOffset first, DateTimeOffset now, TimeSpan kept, bool areHours)
    {
        if (first < now - kept)
        {
            throw areHours
                ? new InvalidRequestException("from", $"must be at most {kept.TotalDays:0.##} days ago in a time zone: hours are not kept longer")
                : new InvalidRequestException("tz", $"must be a zone of whole hours more than {kept.TotalDays:0.##} days ago: raw samples are not kept longer");
        }
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
        if ((long)instances * points > IFleetQueryGrain.MaxRangePoints)
        {
            throw new InvalidRequestException(
                "points", $"must be at most {IFleetQueryGrain.MaxRangePoints / instances} for {instances} instances, not {points}");
        }
    }

    /// <summary>Checks a question for the instances that use most.</summary>
    public static void CheckTop(TopQuery query, DateTimeOffset now, TimeSpan rawRetention)
    {
        CheckLimit(query.Limit, TopQuery.MaxLimit);
        CheckHours(query.From, query.To);
        if (!Enum.IsDefined(query.By))
        {
            throw new InvalidRequestException("by", "must be cpu, memory, memory_share or network");
        }

        CheckEdges(query.From, query.To, now, rawRetention);
    }

    /// <summary>Refuses ends of a range that are in the middle of an hour whose raw rows are gone.</summary>
    public static void CheckEdges(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, TimeSpan rawRetention)
    {
        var oldestRaw = now - rawRetention;
        foreach (var (field, moment) in new[] { ("from", from), ("to", to) })
        {
            if (moment < oldestRaw && moment != Timestamps.Hour(moment))
            {
                throw new InvalidRequestException(field, $"must be a whole hour (UTC) before {oldestRaw:yyyy-MM-dd'T'HH:mm:ss'Z'}: raw samples are not kept longer");
            }
        }
    }

    private static void CheckRange(DateTimeOffset from, DateTimeOffset to, TimeSpan most, string mostText)
    {
        if (from >= to)
        {
            throw new InvalidRequestException("from", "must be before to");
        }

        if (to - from > most)
        {
            throw new InvalidRequestException("to", $"must be at most {mostText} after from");
        }
    }
}
