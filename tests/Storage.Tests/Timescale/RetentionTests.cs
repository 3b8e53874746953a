using System.Diagnostics;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Timescale;

/// <summary>Dropping what has expired, and what that must not touch.</summary>
public sealed class RetentionTests(TimescaleFixture fixture) : IClassFixture<TimescaleFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task History_outlives_the_raw_rows_and_then_the_hours_it_was_made_of()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        await Rows.AppendAsync(store, id, Rows.ThisHour.AddDays(-500), Rows.ThisHour.AddDays(-498), TimeSpan.FromMinutes(30));
        await Rows.AppendAsync(store, id, Rows.ThisHour.AddDays(-45), Rows.ThisHour, TimeSpan.FromHours(2));

        // As it would have been refreshed while it was new.
        await place.ExecuteAsync("CALL refresh_continuous_aggregate('resource_usage_hourly', now() - INTERVAL '510 days', now() - INTERVAL '1 hour')");
        await place.ExecuteAsync("CALL refresh_continuous_aggregate('resource_usage_daily', now() - INTERVAL '510 days', now() - INTERVAL '1 hour')");
        var (hours, days) = await AnswersAsync(store, id);

        await Jobs.RunAsync(place, Jobs.Retention, "resource_usage");
        await Jobs.RefreshBothAsync(place);
        Assert.InRange(await OldestAsync(place, "timestamp", "resource_usage"), Rows.ThisHour.AddDays(-31.1), Rows.ThisHour.AddDays(-29.9));
        var afterwards = await AnswersAsync(store, id);
        Assert.Equal(hours, afterwards.Hours);
        Assert.Equal(days, afterwards.Days);

        await Jobs.RunAsync(place, Jobs.Retention, "resource_usage_hourly");
        await Jobs.RefreshBothAsync(place);
        Assert.InRange(await OldestAsync(place, "bucket", "resource_usage_hourly"), Rows.ThisHour.AddDays(-46), Rows.ThisHour.AddDays(-44));
        Assert.Equal(days, (await AnswersAsync(store, id)).Days);

        // A late row inside the window changes its own hour and day, and nothing of what is left of older ones.
        var late = Rows.ThisHour.AddDays(-27).AddMinutes(9);
        await Rows.AppendAsync(store, id, [new Sample(late, 1, 1, 1, 12_345, 1)]);
        await Jobs.RefreshBothAsync(place);
        Assert.Equal(WithoutDay(days, late), WithoutDay((await AnswersAsync(store, id)).Days, late));
    }

    [Fact]
    public async Task Retention_that_waits_for_a_long_transaction_on_instances_gives_way_and_pushes_go_on_before_that_transaction_ends()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var (id, _) = await Rows.AppendAsync(store, TimeSpan.FromDays(40), TimeSpan.FromHours(6));
        await using var other = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using (var reads = new NpgsqlCommand("SELECT count(*) FROM instances", other))
        {
            await reads.ExecuteScalarAsync(Cancel);
        }

        // What the scheduler does, in a session of the owner, whose lock timeout set-up has set.
        var retention = Jobs.RunAsync(place, Jobs.Retention, "resource_usage");
        await Deadline.UntilAsync(
            async () => (await place.QueryAsync("SELECT FROM pg_locks WHERE NOT granted AND relation = 'instances'::regclass AND mode = 'AccessExclusiveLock'")).Count > 0
                || retention.IsCompleted,
            "retention waits for instances");
        await Rows.AppendAsync(store, id, [new Sample(Rows.ThisHour.AddSeconds(1), 1, 1, 1, 1, 1)]);
        var gaveWay = await Assert.ThrowsAsync<PostgresException>(() => retention);
        Assert.Equal(PostgresErrorCodes.LockNotAvailable, gaveWay.SqlState);
        await Rows.AppendAsync(store, id, [new Sample(Rows.ThisHour.AddSeconds(2), 1, 1, 1, 1, 1)]);

        await transaction.CommitAsync(Cancel);
        await Jobs.RunAsync(place, Jobs.Retention, "resource_usage");
        Assert.InRange(await OldestAsync(place, "timestamp", "resource_usage"), Rows.ThisHour.AddDays(-31.1), Rows.ThisHour);
    }

    [Fact]
    public async Task Pushes_go_on_over_a_midnight_and_beside_a_waiting_retention_while_a_long_transaction_holds_instances()
    {
        await using var place = await fixture.FreshPostgresAsync();
        var value = LifecycleValue.All.Single(item => item.Option == nameof(Lifecycle.LockTimeout));
        await using var store = place.Create(new PostgresStoreOptions { Lifecycle = new Dictionary<LifecycleValue, TimeSpan> { [value] = TimeSpan.FromMilliseconds(500) } });
        await store.OpenAsync(applySchema: true, Cancel);
        var (id, _) = await Rows.AppendAsync(store, TimeSpan.FromDays(40), TimeSpan.FromHours(6));
        await using var other = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using (var hold = new NpgsqlCommand("LOCK TABLE instances IN ROW EXCLUSIVE MODE", other))
        {
            await hold.ExecuteNonQueryAsync(Cancel);
        }

        // From now to the day after tomorrow: over two midnights, whose chunks could not be made beside the lock.
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var longest = TimeSpan.Zero;
        var pushed = 0;
        var pushing = Task.Run(
            async () =>
            {
                for (; !enough.IsCancellationRequested || pushed < 100; pushed++)
                {
                    var watch = Stopwatch.StartNew();
                    await Rows.AppendAsync(store, id, [new Sample(Timestamps.Day(Rows.ThisHour).AddHours(25).AddMinutes(pushed).AddTicks(10 * pushed), 1, 1, 1, 1, 1)]);
                    longest = watch.Elapsed > longest ? watch.Elapsed : longest;
                }
            },
            Cancel);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var gaveWay = await Assert.ThrowsAsync<PostgresException>(() => Jobs.RunAsync(place, Jobs.Retention, "resource_usage"));
            Assert.Equal(PostgresErrorCodes.LockNotAvailable, gaveWay.SqlState);
        }

        await enough.CancelAsync();
        await pushing;
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await transaction.CommitAsync(Cancel);
        await Jobs.RunAsync(place, Jobs.Retention, "resource_usage");
    }

    private static async Task<(List<AggregatedUsage> Hours, List<AggregatedUsage> Days)> AnswersAsync(ISampleStore store, Guid id) => (
        [.. await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)],
        [.. await store.DailyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)]);

    private static IEnumerable<AggregatedUsage> WithoutDay(IEnumerable<AggregatedUsage> days, DateTimeOffset moment) =>
        days.Where(day => day.Bucket != Timestamps.Day(moment));

    private static async Task<DateTimeOffset> OldestAsync(PostgresPlace place, string column, string table) =>
        new((DateTime)(await place.QueryAsync($"SELECT min({column}) FROM {table}"))[0][0]);
}
