using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Schema;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Timescale;

/// <summary>Hours and days that have changed since their last refresh.</summary>
public sealed class StaleTests(TimescaleFixture fixture) : IClassFixture<TimescaleFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2)]
    [InlineData(26)]
    [InlineData(27 * 24)]
    public async Task A_late_row_shows_in_hourly_and_daily_at_once_and_after_the_refresh(int hoursLate)
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var (id, _) = await Rows.AppendAsync(store, TimeSpan.FromDays(27.5), TimeSpan.FromHours(1));
        await Jobs.RefreshBothAsync(place);
        var late = Rows.ThisHour.AddHours(-hoursLate).AddMinutes(7);
        await Rows.AppendAsync(store, id, [new Sample(late, 99, 1, 2, 1_000_000, 4)]);
        await AssertSeenAsync(store, id, late);
        await Jobs.RefreshBothAsync(place);
        Assert.Equal(["{}"], await StaleWithinAsync(place, late));
        await AssertSeenAsync(store, id, late);
    }

    [Fact]
    public async Task Rows_that_others_insert_change_and_delete_below_the_watermark_show_at_once_and_after_the_refresh()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var (id, samples) = await Rows.AppendAsync(store, TimeSpan.FromDays(4), TimeSpan.FromMinutes(20));
        await Jobs.RefreshBothAsync(place);
        await place.InsertAsync(new InstanceSample(Guid.NewGuid(), id, new Sample(samples[20].Timestamp.AddSeconds(1), 200, 1, 2, 3, 4)));
        await place.ExecuteAsync("UPDATE resource_usage SET network_in = 77 WHERE instance_id = $1 AND timestamp = $2", id, samples[100].Timestamp.UtcDateTime);
        await place.ExecuteAsync("DELETE FROM resource_usage WHERE instance_id = $1 AND timestamp < $2", id, samples[3].Timestamp.UtcDateTime);
        await place.ExecuteAsync("DELETE FROM resource_usage WHERE instance_id = $1 AND timestamp >= $2 AND timestamp < $3", id, samples[150].Timestamp.UtcDateTime, samples[160].Timestamp.UtcDateTime);
        await AssertEqualsRawAsync(store, id);
        await Jobs.RefreshBothAsync(place);
        await AssertEqualsRawAsync(store, id);
    }

    [Fact]
    public async Task Between_the_refresh_of_hours_and_that_of_days_a_changed_day_is_right()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var (id, _) = await Rows.AppendAsync(store, TimeSpan.FromDays(4), TimeSpan.FromMinutes(20));
        await Jobs.RefreshBothAsync(place);
        var late = Rows.ThisHour.AddDays(-3).AddMinutes(7);
        await Rows.AppendAsync(store, id, [new Sample(late, 99, 1, 2, 1_000_000, 4)]);
        await Jobs.RunAsync(place, Jobs.Refresh, "resource_usage_hourly");
        await AssertSeenAsync(store, id, late);
        await AssertEqualsRawAsync(store, id);
    }

    [Fact]
    public async Task Answers_equal_the_raw_rows_of_the_same_moment_while_writers_and_refreshes_go_on()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var (id, samples) = await Rows.AppendAsync(store, TimeSpan.FromDays(3), TimeSpan.FromMinutes(30));
        await Jobs.RefreshBothAsync(place);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var refreshing = Task.Run(
            async () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    await Jobs.RefreshBothAsync(place);
                }
            },
            Cancel);
        var writing = Task.Run(
            async () =>
            {
                var random = new Random(7);
                for (var n = 1; !enough.IsCancellationRequested; n++)
                {
                    var moment = samples[random.Next(samples.Count)].Timestamp.AddTicks(10 * n);
                    await Rows.AppendAsync(store, id, [new Sample(moment, n % 100, n, 2, n, 4)]);
                    await place.ExecuteAsync("DELETE FROM resource_usage WHERE instance_id = $1 AND timestamp = $2", id, samples[n % samples.Count].Timestamp.UtcDateTime);
                }
            },
            Cancel);
        for (var round = 0; round < 150; round++)
        {
            await AssertOneSnapshotAsync(place, id);
        }

        await enough.CancelAsync();
        await Task.WhenAll(refreshing, writing);
    }

    private static async Task AssertSeenAsync(ISampleStore store, Guid id, DateTimeOffset late)
    {
        var hour = Assert.Single(await store.HourlyAsync(id, Timestamps.Hour(late), Timestamps.Hour(late).AddHours(1), Cancel));
        Assert.InRange(hour.TotalNetworkIn, 1_000_000m, 1_000_000m + 10_000);
        var day = Assert.Single(await store.DailyAsync(id, Timestamps.Day(late), Timestamps.Day(late).AddDays(1), Cancel));
        Assert.InRange(day.TotalNetworkIn, 1_000_000m, 1_000_000m + 100_000);
        Assert.InRange(day.MaxCpu, 99, 100);
    }

    private static async Task AssertEqualsRawAsync(ISampleStore store, Guid id)
    {
        var raw = (await store.RecentAsync(id, int.MaxValue, null, Cancel)).Select(row => row.Sample).ToList();
        var hours = await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel);
        Assert.Equal(Sums(raw, Timestamps.Hour), hours.Select(Sums));
        var days = await store.DailyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel);
        Assert.Equal(Sums(raw, Timestamps.Day), days.Select(Sums));
    }

    private static IEnumerable<(DateTimeOffset, long, decimal, double, long)> Sums(List<Sample> raw, Func<DateTimeOffset, DateTimeOffset> bucketOf) => raw
        .GroupBy(sample => bucketOf(sample.Timestamp))
        .OrderByDescending(group => group.Key)
        .Select(group => (group.Key, group.LongCount(), group.Sum(row => (decimal)row.NetworkIn), group.Max(row => row.CpuUsage), group.Min(row => row.MemoryUsage)));

    private static (DateTimeOffset, long, decimal, double, long) Sums(AggregatedUsage bucket) =>
        (bucket.Bucket, bucket.SampleCount, bucket.TotalNetworkIn, bucket.MaxCpu, bucket.MinMemory);

    private static async Task<IEnumerable<object>> StaleWithinAsync(PostgresPlace place, DateTimeOffset moment) =>
        (await place.QueryAsync("SELECT (launchstack_stale_hours() * tstzmultirange(tstzrange($1, $1, '[]')))::text", moment.UtcDateTime))[0];

    /// <summary>The store's own statements, and the raw rows, under one snapshot.</summary>
    private static async Task AssertOneSnapshotAsync(PostgresPlace place, Guid id)
    {
        await using var connection = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, Cancel);
        var statements = SqlText.Queries(TierFolders.Of(Tier.Timescale));
        foreach (var (statement, width) in ((string, string)[])[("hourly", "1 hour"), ("daily", "1 day")])
        {
            var raw = $"""
                SELECT date_bin('{width}', timestamp, TIMESTAMPTZ '1970-01-01 00:00:00+00') AS bucket, COUNT(*) AS sample_count, SUM(network_in) AS total_network_in
                FROM resource_usage WHERE instance_id = $1 AND timestamp >= $2 AND timestamp < $3 GROUP BY 1
                """;
            await using var compare = new NpgsqlCommand(
                $"""
                SELECT count(*) FROM ({raw}) AS raw FULL JOIN ({statements[statement]}) AS answer USING (bucket)
                WHERE (raw.sample_count, raw.total_network_in) IS DISTINCT FROM (answer.sample_count, answer.total_network_in)
                """,
                connection);
            foreach (var parameter in (NpgsqlParameter[])[Parameter.Uuid(id), Parameter.Time(DateTimeOffset.MinValue), Parameter.Time(DateTimeOffset.MaxValue)])
            {
                compare.Parameters.Add(parameter);
            }

            Assert.Equal(0L, await compare.ExecuteScalarAsync(Cancel));
        }
    }
}
