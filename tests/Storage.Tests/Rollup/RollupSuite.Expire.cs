using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Rollup;

// What has expired.
public abstract partial class RollupSuite<TFixture>
{
    /// <summary>Start of a day whose rows have expired.</summary>
    private static DateTimeOffset Expired => Timestamps.Day(TimeProvider.System.GetUtcNow()).AddDays(-40);

    [Fact]
    public async Task A_row_of_an_expired_hour_is_added_to_it_and_its_going_again_changes_nothing()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var (store, id) = await ExpiredAsync(place);
        var before = Assert.Single(await store.HourlyAsync(id, Expired, Expired.AddHours(1), Cancel));
        await store.AppendAsync([new AppendSample(id, new PendingSample(new Sample(Expired.AddMinutes(7), 99, 1, 50, 1000, 2000), null))], Cancel);
        async Task AssertAddedAsync()
        {
            var hour = Assert.Single(await store.HourlyAsync(id, Expired, Expired.AddHours(1), Cancel));
            Assert.Equal(
                before with
                {
                    AvgCpu = 34,
                    MaxCpu = 99,
                    AvgMemory = 5.0 / 3,
                    TotalNetworkIn = 1008,
                    TotalNetworkOut = 2010,
                    SampleCount = 3,
                    SumCpu = 101 + before.SumCpu - 2,
                    SumMemory = 5,
                    MinMemory = 1,
                    MaxMemoryLimit = 50,
                },
                hour with { AvgCpu = Math.Round(hour.AvgCpu) });
            Assert.Equal(3, (await store.DailyAsync(id, Expired, Expired.AddDays(1), Cancel)).Sum(day => day.SampleCount));
        }

        await AssertAddedAsync();
        await place.RefreshAsync();
        await AssertAddedAsync();
        await place.DeleteRowsAsync(id, Expired, Expired.AddMinutes(30));
        await place.RefreshAsync();
        await AssertAddedAsync();
        await place.ExpireAsync();
        await AssertAddedAsync();
    }

    [Fact]
    public async Task An_hour_that_was_changed_is_computed_again_before_its_rows_expire()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        await AppendAsync(store, id, Expired, Expired.AddMinutes(1), Expired.AddMinutes(2));
        await place.RefreshAsync();
        await place.DeleteRowsAsync(id, Expired, Expired.AddMinutes(1));
        await place.ExpireAsync();
        Assert.Empty(await store.RecentAsync(id, 10, null, Cancel));
        Assert.Equal(2, await CountAsync(store, id, Expired));
    }

    [Fact]
    public async Task Rows_that_are_not_rolled_up_yet_do_not_expire_and_say_so()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        await AppendAsync(store, id, Expired);
        var error = await Assert.ThrowsAsync<PostgresException>(() => place.ExpireAsync());
        Assert.StartsWith("raw rows before ", error.MessageText, StringComparison.Ordinal);
        Assert.Equal(PostgresErrorCodes.ObjectNotInPrerequisiteState, error.SqlState);
        Assert.Single(await store.RecentAsync(id, 10, null, Cancel));
    }

    [Fact]
    public async Task A_late_row_that_is_not_committed_yet_keeps_its_day_from_expiring_and_counts()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        await AppendAsync(store, id, Expired);
        await place.RefreshAsync();
        var slow = await BeginAsync(place, Insert(id, Expired.AddMinutes(1)));
        var runs = await store.MaintainAsync("tests", Cancel);
        Assert.StartsWith(PostgresErrorCodes.LockNotAvailable, runs.Single(run => run.Task == "expire").Error, StringComparison.Ordinal);
        Assert.Single(await store.RecentAsync(id, 10, null, Cancel));
        await CommitAsync(slow);
        await place.ExpireAsync();
        Assert.Empty(await store.RecentAsync(id, 10, null, Cancel));
        Assert.Equal(2, await CountAsync(store, id, Expired));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_late_row_that_is_committed_while_its_day_waits_to_expire_counts(bool ahead)
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        if (ahead)
        {
            await place.ExecuteAsync("SELECT launchstack_make_ahead($1)", Expired.UtcDateTime);
        }

        await AppendAsync(store, id, Expired);
        await place.RefreshAsync();
        var slow = await BeginAsync(place, Insert(id, Expired.AddMinutes(1)));
        var expiring = place.ExpireAsync();
        await Deadline.UntilAsync(
            async () => expiring.IsCompleted || (await place.QueryAsync("SELECT FROM pg_locks WHERE NOT granted AND mode IN ('AccessExclusiveLock', 'ShareRowExclusiveLock')")).Count > 0,
            "the drop waits for its lock");
        Assert.False(expiring.IsCompleted);
        await CommitAsync(slow);
        await expiring;
        Assert.Empty(await store.RecentAsync(id, 10, null, Cancel));
        Assert.Equal(2, await CountAsync(store, id, Expired));
    }

    [Fact]
    public async Task Hours_expire_after_their_own_time_and_days_with_them()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        var old = Expired.AddDays(-400);
        await AppendAsync(store, id, [old, old.AddHours(1), Expired]);
        await place.RefreshAsync();

        // Not while their raw rows would bring them back.
        await place.ExecuteAsync("SELECT launchstack_expire_hours((SELECT least(now(), raw_since) FROM launchstack_rollup))");
        Assert.Equal(1, await CountAsync(store, id, old));
        await place.ExpireAsync();
        Assert.Equal([Expired], (await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)).Select(hour => hour.Bucket));
        Assert.Equal([Expired], (await store.DailyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)).Select(day => day.Bucket));
    }

    [Fact]
    public async Task Expiring_beside_a_long_transaction_gives_way_pushes_go_on_and_it_succeeds_later()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        await place.ExecuteAsync("SELECT launchstack_make_ahead($1)", Expired.UtcDateTime);
        await AppendAsync(store, id, Expired, Finished);
        await place.RefreshAsync();
        var slow = await BeginAsync(place, "SELECT (SELECT count(*) FROM instances), (SELECT count(*) FROM resource_usage)");
        var expiring = store.MaintainAsync("tests", Cancel);
        await Deadline.UntilAsync(
            async () => expiring.IsCompleted || (await place.QueryAsync(
                "SELECT FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock' AND relation IN ('instances'::REGCLASS, 'resource_usage'::REGCLASS)")).Count > 0,
            "the drop waits for its lock");
        var started = TimeProvider.System.GetTimestamp();
        Assert.Equal([AppendOutcome.Stored], await AppendAsync(store, id, Finished.AddSeconds(1)));

        // The lock timeout is 2 s; the rest is a busy machine.
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.StartsWith(PostgresErrorCodes.LockNotAvailable, (await expiring).Single(run => run.Task == "expire").Error, StringComparison.Ordinal);
        Assert.Equal([AppendOutcome.Stored], await AppendAsync(store, id, Finished.AddSeconds(2)));
        await CommitAsync(slow);
        await place.ExpireAsync();
        Assert.Equal(3, (await store.RecentAsync(id, 10, null, Cancel)).Count);
        Assert.Equal(1, await CountAsync(store, id, Expired));
    }

    /// <summary>A store whose instance has an hour of two rows of which only the hour is left.</summary>
    private static async Task<(ISampleStore Store, Guid InstanceId)> ExpiredAsync(PostgresPlace place)
    {
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        await AppendAsync(store, id, Expired, Expired.AddMinutes(1));
        await place.RefreshAsync();
        await place.ExpireAsync();
        Assert.Empty(await store.RecentAsync(id, 10, null, Cancel));
        return (store, id);
    }
}
