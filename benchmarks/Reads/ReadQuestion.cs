using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Benchmarks.Reads;

/// <summary>A question to the service, and the same to the database.</summary>
/// <param name="Name">For people.</param>
/// <param name="BoundMs">99 of 100 are to be answered in this time beside ingest, milliseconds.</param>
/// <param name="IsFleet">Whether it is about all instances: it is asked less often.</param>
/// <param name="Ask">Asks the grain about an instance at a moment; says how many rows there were.</param>
/// <param name="AskSql">Asks the database for the same.</param>
internal sealed record ReadQuestion(
    string Name,
    double BoundMs,
    bool IsFleet,
    Func<IGrainFactory, Guid, DateTimeOffset, CancellationToken, Task<int>> Ask,
    Func<PlainSql, Guid, DateTimeOffset, CancellationToken, Task<int>> AskSql)
{
    private const int Recent = 60;
    private const int Top = 10;
    private const int Month = 30;

    private static readonly TimeSpan TopWindow = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<ReadQuestion> All { get; } =
    [
        new(
            "latest",
            5,
            false,
            async (grains, id, _, token) => await grains.GetGrain<IInstanceQueryGrain>(id).GetLatestAsync(token) is null ? 0 : 1,
            (sql, id, _, token) => sql.RecentAsync(id, 1, token)),
        new(
            "recent 60",
            5,
            false,
            async (grains, id, _, token) => (await grains.GetGrain<IInstanceQueryGrain>(id).GetRecentAsync(Recent, null, token)).Items.Count,
            (sql, id, _, token) => sql.RecentAsync(id, Recent, token)),
        new(
            "hours of a day",
            10,
            false,
            async (grains, id, now, token) => (await grains.GetGrain<IInstanceQueryGrain>(id).GetHourlyAsync(now.AddDays(-1), now, token)).Count,
            (sql, id, now, token) => sql.BucketsAsync("hourly", id, Timestamps.Hour(now.AddDays(-1)), now, token)),
        Dashboard("30-day dashboard by hour", Resolution.Hour, TimeSpan.FromHours(1), "hourly", Timestamps.Hour),
        Dashboard("30-day dashboard as chosen (by day)", Resolution.Auto, TimeSpan.FromDays(1), "daily", Timestamps.Day),
        new(
            "top 10 of all",
            50,
            true,
            async (grains, _, now, token) =>
                (await grains.GetGrain<IFleetQueryGrain>(0).GetTopAsync(new TopQuery { From = now - TopWindow, To = now, Limit = Top }, token)).Count,
            (sql, _, now, token) => sql.TopAsync(now - TopWindow, now, Top, token)),
    ];

    private static ReadQuestion Dashboard(string name, Resolution resolution, TimeSpan width, string statement, Func<DateTimeOffset, DateTimeOffset> start) => new(
        name,
        20,
        false,
        async (grains, id, now, token) =>
        {
            var range = await grains.GetGrain<IInstanceQueryGrain>(id).GetRangeAsync(
                new RangeQuery { From = now.AddDays(-Month), To = now, Resolution = resolution }, token);
            return range.Width == width
                ? range.Points.Count
                : throw new InvalidOperationException($"{name}: buckets of {range.Width}");
        },
        (sql, id, now, token) => sql.BucketsAsync(statement, id, start(now.AddDays(-Month)), now, token));
}
