using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Silo.Api.Documentation;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>The newest sample and what came before it, for LaunchStack's front end.</summary>
internal static class StatsEndpoints
{
    private const int HistoryPoints = 100;
    private const string StandardPeriod = "1h";

    private static readonly Dictionary<string, TimeSpan> Periods = new()
    {
        ["10m"] = TimeSpan.FromMinutes(10),
        [StandardPeriod] = TimeSpan.FromHours(1),
        ["6h"] = TimeSpan.FromHours(6),
        ["24h"] = TimeSpan.FromHours(24),
    };

    /// <summary>The periods that a history may have.</summary>
    public static IEnumerable<string> PeriodNames => Periods.Keys;

    public static void MapStats(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/instances/{id}/stats", GetAsync)
            .Described("getStats", "The newest sample of an instance, with texts ready to show.", 400, 404, 503)
            .TakesAnyParameter()
            .Answers(Examples.Stats);
        routes.MapGet("/instances/{id}/stats/history", HistoryAsync)
            .Described("getStatsHistory", "At most 100 buckets of an instance, newest first.", 400, 404, 503)
            .TakesAnyParameter()
            .Answers(Examples.History);
    }

    private static async Task<IResult> GetAsync(string id, IGrainFactory grains, CancellationToken cancellationToken) =>
        await grains.GetGrain<IInstanceQueryGrain>(Parameters.InstanceId(id)).GetLatestAsync(cancellationToken) is { } latest
            ? Results.Ok(StatsBody.From(latest))
            : Problems.NoInstance("the instance has no samples yet", "must be an instance with samples");

    private static async Task<HistoryPoint[]> HistoryAsync(
        string id, string? period, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!Periods.TryGetValue(period ?? StandardPeriod, out var length))
        {
            throw new InvalidRequestException("period", $"must be {string.Join(", ", Periods.Keys.SkipLast(1))} or {Periods.Keys.Last()}");
        }

        // Whole buckets, of which the newest is the one that is open: exactly as many as the front end draws.
        var width = length / HistoryPoints;
        var now = time.GetUtcNow();
        var end = now + width - TimeSpan.FromTicks((now - DateTimeOffset.UnixEpoch).Ticks % width.Ticks);
        var query = new RangeQuery { From = end - length, To = end, Width = width };
        var range = await grains.GetGrain<IInstanceQueryGrain>(Parameters.InstanceId(id)).GetRangeAsync(query, cancellationToken);
        return [.. range.Points.Reverse().Select(HistoryPoint.From)];
    }
}
