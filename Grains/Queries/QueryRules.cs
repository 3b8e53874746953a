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

    public static void CheckHours(DateTimeOffset from, DateTimeOffset to)
    {
        if (from >= to)
        {
            throw new InvalidRequestException("from", "must be before to");
        }

        if (to - from > TimeSpan.FromHours(IInstanceQueryGrain.MaxHours))
        {
            throw new InvalidRequestException("to", $"must be at most {IInstanceQueryGrain.MaxHours} hours after from");
        }
    }
}
