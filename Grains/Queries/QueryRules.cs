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
